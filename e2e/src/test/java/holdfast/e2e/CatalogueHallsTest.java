package holdfast.e2e;

import static holdfast.e2e.SampleEvents.areas;
import static holdfast.e2e.SampleEvents.event;
import static holdfast.e2e.SampleEvents.floor;
import static holdfast.e2e.SampleEvents.hold;
import static holdfast.e2e.SampleEvents.item;
import static holdfast.e2e.SampleEvents.onSale;
import static holdfast.e2e.SampleEvents.patch;
import static holdfast.e2e.SampleEvents.path;
import static holdfast.e2e.SampleEvents.read;
import static holdfast.e2e.SampleEvents.stalls;
import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A hall has one event at a time: only events on sale occupy it. Copies of an event are all made,
/// or none.
class CatalogueHallsTest {
    private final Client owner = shop().owner();
    private String hall = "";

    @BeforeEach
    void build() {
        hall = owner.post("/v1/venues", "{\"name\": \"Hall\", \"timeZone\": \"Europe/Berlin\"}")
                .is(201).text("id");
    }

    @AfterEach
    void clean() {
        TestShop.clean(owner);
    }

    private String there() {
        return "\"venue\": \"" + hall + "\"";
    }

    private Reply refused(String... fields) {
        return owner.post("/v1/events", "{\"name\": \"Rival\", " + SampleEvents.WHEN + ", "
                + String.join(", ", fields) + "}").refuses(409, "inTheWay");
    }

    @Test
    void freesTheVenueOfAWithdrawnEvent() {
        Reply first = event(owner, areas(floor(5), stalls("1", "2")), there());
        Reply sold = hold(owner, item(first, "floor", 2)).is(201);
        assertThat(refused(areas(floor(1)), there()).text("/events/0"))
                .isEqualTo(first.text("id"));
        owner.delete(path(first)).is(204);
        Reply rival = event(owner, areas(floor(1)), there());
        Reply withdrawn = read(owner, first);
        assertThat(withdrawn.at("onSale").asBoolean()).isFalse();
        hold(owner, item(first, "floor", 1)).refuses(409, "notOnSale");

        Reply edited = patch(owner, withdrawn, areas(floor(7), stalls("2", "3"))).is(200);
        assertThat(edited.at("onSale").asBoolean()).isFalse();
        hold(owner, item(first, "floor", 1)).refuses(409, "notOnSale");
        owner.post(path(first) + "/offer", "").refuses(409, "inTheWay");
        assertThat(read(owner, first).body()).isEqualTo(edited.body());
        hold(owner, item(first, "floor", 1)).refuses(409, "notOnSale");

        owner.delete(path(rival)).is(204);
        assertThat(owner.post(path(first) + "/offer", "").is(200).at("onSale").asBoolean())
                .isTrue();
        assertThat(onSale(owner, first)).containsEntry("floor", "5 of 7")
                .containsEntry("stalls", "2 of 2").containsKey("seat stalls/A-3")
                .doesNotContainKey("seat stalls/A-1");
        owner.post(path(rival) + "/offer", "").refuses(409, "inTheWay");
        owner.post("/v1/holds/" + sold.text("id") + "/confirm", SampleItems.ANN).is(201);
    }

    @Test
    void freesTheOldTimeOfAMovedEvent() {
        Reply first = event(owner, areas(floor(5)), there());
        patch(owner, first, "\"start\": \"2031-03-02T20:00:00+01:00\"",
                "\"end\": \"2031-03-02T22:00:00+01:00\"").is(200);
        Reply second = event(owner, areas(floor(5)), there());
        patch(owner, read(owner, second), "\"end\": \"2031-03-02T20:00:01+01:00\"")
                .refuses(409, "inTheWay");
        patch(owner, read(owner, second), "\"end\": \"2031-03-02T20:00:00+01:00\"").is(200);
    }

    @Test
    void makesAllCopiesOrNone() {
        Reply first = event(owner, areas(floor(5)), there());
        int before = owner.get("/v1/events?limit=100&from=2031-05-01T00:00:00Z").is(200)
                .at("items").size();
        String copies = path(first) + "/copies";
        owner.post(copies, starts("2031-05-01T20:00:00+01:00", "2031-05-01T21:00:00+01:00"))
                .refuses(409, "inTheWay");
        owner.post(copies, starts("2031-05-01T20:00:00+01:00", "2031-03-01T21:00:00+01:00"))
                .refuses(409, "inTheWay");
        Reply beyond = owner.post(copies,
                starts("2031-05-01T20:00:00+01:00", "2199-12-31T18:30:00-05:00"))
                .refuses(400, "invalid");
        assertThat(beyond.text("field")).isEqualTo("starts[1]");
        owner.post(copies, starts("2031-05-01T20:00:00+01:00", "2199-12-31T22:30:00Z"))
                .refuses(400, "invalid");
        assertThat(owner.get("/v1/events?limit=100&from=2031-05-01T00:00:00Z").is(200)
                .at("items")).hasSize(before);
        // A refused copy does not leave the hall occupied.
        event(owner, areas(floor(1)), there(), "\"start\": \"2031-05-01T20:00:00+01:00\"",
                "\"end\": \"2031-05-01T23:00:00+01:00\"", "\"timeZone\": \"Europe/Berlin\"");
        Reply made = owner.post(copies,
                starts("2031-05-02T20:00:00+02:00", "2031-05-03T20:00:00+02:00")).is(201);
        assertThat(made.at("items")).hasSize(2);
        made.at("items").forEach(copy -> assertThat(owner.get(
                "/v1/events/" + copy.path("id").asText() + "/free").number("/areas/0/free"))
                .isEqualTo(5));
    }

    private static String starts(String... starts) {
        return "{\"starts\": [\"" + String.join("\", \"", starts) + "\"]}";
    }
}
