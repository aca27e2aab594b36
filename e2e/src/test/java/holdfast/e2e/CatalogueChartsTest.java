package holdfast.e2e;

import static holdfast.e2e.SampleEvents.areas;
import static holdfast.e2e.SampleEvents.event;
import static holdfast.e2e.SampleEvents.floor;
import static holdfast.e2e.SampleEvents.hold;
import static holdfast.e2e.SampleEvents.patch;
import static holdfast.e2e.SampleEvents.path;
import static holdfast.e2e.SampleEvents.read;
import static holdfast.e2e.SampleItems.best;
import static holdfast.e2e.SampleItems.seats;
import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An event keeps its chart's version until a change names a newer one, and refers only to charts,
/// rows and seats that exist.
class CatalogueChartsTest {
    private static final String PRICE = "\"price\": {\"amount\": 2000, \"currency\": \"EUR\"}";
    private static final String STALLS =
            "{\"id\": \"stalls\", \"kind\": \"seats\", " + PRICE + "}";
    private final Client owner = shop().owner();

    @AfterEach
    void clean() {
        TestShop.clean(owner);
    }

    private static String chart(String area, String... seats) {
        return "{\"name\": \"C\", \"areas\": [{\"id\": \"" + area + "\", \"rows\": [{\"row\": "
                + "\"A\", \"seats\": [\"" + String.join("\", \"", seats) + "\"]}]}]}";
    }

    private static String uses(Reply chart) {
        return "\"chart\": \"" + chart.text("id") + "\"";
    }

    @Test
    void keepsEventsWhenAChartChanges() {
        Reply chart = owner.post("/v1/charts", chart("stalls", "1", "2")).is(201);
        Reply event = event(owner, uses(chart), areas(STALLS));
        assertThat(event.number("chartVersion")).isEqualTo(1);
        Reply sold = hold(owner, seats(event.text("id"), "A-1")).is(201);
        Map<String, String> before = SampleEvents.onSale(owner, event);

        Reply later = owner.patch("/v1/charts/" + chart.text("id"), chart("stalls", "2", "3"),
                "If-Match", chart.needed("ETag")).is(200);
        assertThat(read(owner, event).body()).isEqualTo(event.body());
        assertThat(SampleEvents.onSale(owner, event)).isEqualTo(before);
        hold(owner, seats(event.text("id"), "A-3")).refuses(404, "unknown");
        Reply renamed = patch(owner, event, "\"name\": \"Renamed\"").is(200);
        assertThat(renamed.number("chartVersion")).isEqualTo(1);

        String newer = "\"chartVersion\": " + later.number("version");
        patch(owner, renamed, newer).refuses(409, "inTheWay");
        assertThat(SampleEvents.onSale(owner, event)).isEqualTo(before);
        owner.delete(path(event)).is(204);
        owner.post(path(event) + "/offer", "").is(200);
        assertThat(SampleEvents.onSale(owner, event)).isEqualTo(before);
        owner.delete("/v1/holds/" + sold.text("id")).is(204);
        patch(owner, read(owner, event), newer).is(200);
        assertThat(SampleEvents.seats(owner, event))
                .containsOnlyKeys("stalls/A-2", "stalls/A-3");
        hold(owner, seats(event.text("id"), "A-3")).is(201);
        hold(owner, seats(event.text("id"), "A-1")).refuses(404, "unknown");
    }

    /// Two rows of five; the drawing puts the second one in front.
    private static String hall(String focus) {
        return "{\"name\": \"C\", " + focus + "\"areas\": [{\"id\": \"stalls\", \"rows\": ["
                + "{\"row\": \"A\", \"seats\": 5, \"place\": {\"x\": 0, \"y\": 4}},"
                + "{\"row\": \"B\", \"seats\": 5, \"place\": {\"x\": 0, \"y\": 0}}]}]}";
    }

    private static String bestOf(Reply hold) {
        return hold.is(201).at("/items/0/seats").toString();
    }

    @Test
    void choosesTheSeatsNearestToTheFocalPoint() {
        Reply chart = owner.post("/v1/charts", hall("\"focus\": {\"x\": 4, \"y\": 3.5}, "))
                .is(201);
        assertThat(chart.at("focus").path("y").asDouble()).isEqualTo(3.5);
        String path = "/v1/charts/" + chart.text("id");
        Reply event = event(owner, uses(chart), areas(STALLS));
        assertThat(owner.get(path(event) + "/chart").at("focus")).isEqualTo(chart.at("focus"));
        assertThat(bestOf(hold(owner, best(event.text("id"), 1)))).isEqualTo("[\"A-5\"]");

        Reply front = owner.patch(path, "{\"focus\": {\"x\": 0, \"y\": 0}}",
                "If-Match", chart.needed("ETag")).is(200);
        assertThat(bestOf(hold(owner, best(event.text("id"), 2)))).isEqualTo("[\"A-3\",\"A-4\"]");
        Reply changed = patch(owner, read(owner, event), "\"chartVersion\": 2").is(200);
        assertThat(bestOf(hold(owner, best(changed.text("id"), 2)))).isEqualTo("[\"B-1\",\"B-2\"]");

        // Without a focal point: the middle, a third of the way through the first area.
        Reply usual = owner.patch(path, "{\"focus\": null}", "If-Match", front.needed("ETag"))
                .is(200);
        assertThat(usual.body().has("focus")).isFalse();
        Reply other = event(owner, uses(usual), areas(STALLS));
        assertThat(owner.get(path(other) + "/chart").at("focus").path("x").asDouble())
                .isEqualTo(2);
        assertThat(bestOf(hold(owner, best(other.text("id"), 1)))).isEqualTo("[\"B-3\"]");
        Reply several = owner.post("/v1/alternatives",
                "{\"most\": 4, \"items\": [" + best(other.text("id"), 2) + "]}").is(200);
        assertThat(several.at("alternatives")).hasSize(4);
    }

    @Test
    void refusesAFocalPointThatIsNone() {
        for (String focus : new String[] {"{}", "{\"x\": 1}", "{\"x\": \"1\", \"y\": 1}",
                "{\"x\": 1e7, \"y\": 1}", "{\"x\": 1, \"y\": 1, \"z\": 1}", "[1, 2]", "3"}) {
            Reply refused = owner.post("/v1/charts", hall("\"focus\": " + focus + ", "))
                    .refuses(400, "invalid");
            assertThat(refused.text("field")).as(focus).startsWith("focus");
        }
    }

    @Test
    void keepsEventsWhenAChartLosesAnAreaOrIsRemoved() {
        Reply chart = owner.post("/v1/charts", chart("stalls", "1", "2")).is(201);
        Reply event = event(owner, uses(chart), areas(STALLS));
        String path = "/v1/charts/" + chart.text("id");
        owner.patch(path, chart("elsewhere", "1"), "If-Match", "*").is(200);
        Reply refused = patch(owner, event, "\"chartVersion\": 2").refuses(400, "invalid");
        assertThat(refused.text("field")).isEqualTo("areas[0].rows");
        owner.delete(path).is(204);
        patch(owner, event, "\"name\": \"Renamed\"").is(200);
        hold(owner, seats(event.text("id"), "A-2")).is(201);
        assertThat(SampleEvents.seats(owner, event))
                .containsOnlyKeys("stalls/A-1", "stalls/A-2");
    }

    private void wrong(String field, String... fields) {
        Reply refused = owner.post("/v1/events", "{\"name\": \"N\", " + SampleEvents.WHEN + ", "
                + String.join(", ", fields) + "}").refuses(400, "invalid");
        assertThat(refused.text("field")).as(refused.toString()).isEqualTo(field);
        Reply event = event(owner, areas(floor(3)));
        Reply changed = patch(owner, event, fields).refuses(400, "invalid");
        assertThat(changed.text("field")).as(changed.toString()).isEqualTo(field);
        assertThat(read(owner, event).body()).isEqualTo(event.body());
    }

    @Test
    void namesTheFieldOfAnUnknownChartOrArea() {
        Reply chart = owner.post("/v1/charts", chart("stalls", "1")).is(201);
        Reply tiered = owner.post("/v1/charts", chart("stalls", "1").replace(
                "\"row\": \"A\"", "\"row\": \"A\", \"tier\": \"gold\"")).is(201);
        String balcony = STALLS.replace("stalls", "balcony");
        String rows = STALLS.replace("}}", "}, \"rows\": [{\"row\": \"A\", \"seats\": 2}, "
                + "{\"row\": \"B\", \"seats\": 2, \"tier\": \"gold\"}]}");
        wrong("chart", "\"chart\": \"cht_0000000000000\"", areas(STALLS));
        wrong("chart", "\"chart\": \"" + SampleItems.calendar(owner, "Maya") + "\"", areas(STALLS));
        wrong("chartVersion", uses(chart), "\"chartVersion\": 2", areas(STALLS));
        wrong("chartVersion", "\"chartVersion\": 1", areas(floor(3)));
        wrong("areas[1].rows", uses(chart), areas(STALLS, balcony));
        wrong("areas[0].rows", areas(STALLS));
        wrong("areas[0].tiers", uses(tiered), areas(STALLS));
        wrong("areas[1].rows[1].tier", areas(floor(3), rows));
        wrong("venue", "\"venue\": \"ven_0000000000000\"", areas(floor(3)));
        wrong("limits.shared[0]", "\"limits\": {\"shared\": [\"lim_0000000000000\"]}",
                areas(floor(3)));
        wrong("areas[1].price.currency", areas(floor(3),
                STALLS.replace("EUR", "USD").replace("}}", "}, \"rows\": "
                        + "[{\"row\": \"A\", \"seats\": 2}]}")));
    }
}
