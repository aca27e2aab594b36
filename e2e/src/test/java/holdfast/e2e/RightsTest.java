package holdfast.e2e;

import static holdfast.e2e.SampleItems.ANN;
import static holdfast.e2e.SampleItems.basket;
import static holdfast.e2e.SampleItems.instead;
import static holdfast.e2e.SampleItems.places;
import static holdfast.e2e.SampleItems.seats;
import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Access rights: which key and role may use which route.
class RightsTest {
    private final Client owner = shop().owner();
    private final Client visitor = shop().visitor();
    private final String event = SampleItems.concert(owner);

    @Test
    void deletesAClosureOnlyByItsOwnRoute() {
        String calendar = SampleItems.calendar(owner, "Maya");
        String closures = "/v1/calendars/" + calendar + "/closures";
        String closure = owner.post(closures, """
                {"start": "2031-03-03T09:00:00Z", "end": "2031-03-04T09:00:00Z",
                 "reason": "away"}""").is(201).text("id");
        Client desk = StaffSessions.as(owner, "desk");
        desk.delete(closures + "/" + closure).refuses(403, "forbidden");
        for (Client client : List.of(desk, owner)) {
            Reply refused = client.delete("/v1/blocks/" + closure).refuses(409, "partOfClosure");
            assertThat(refused.text("calendar")).isEqualTo(calendar);
            assertThat(refused.text("closure")).isEqualTo(closure);
            client.delete("/v1/holds/" + closure).refuses(404, "unknown");
            client.post("/v1/holds/" + closure + "/confirm", ANN).refuses(404, "unknown");
            client.post("/v1/holds/" + closure + "/extend", "").refuses(404, "unknown");
            client.put("/v1/holds/" + closure + "/items", instead(places(event, 1)),
                    "If-Match", "\"1\"").refuses(404, "unknown");
            client.post("/v1/bookings/" + closure + "/cancel", "").refuses(404, "unknown");
        }
        assertThat(owner.get("/v1/blocks/" + closure).is(200).text("status"))
                .isEqualTo("blocked");
        assertThat(owner.get("/v1/blocks?limit=500").is(200).at("items").toString())
                .contains(closure);
        assertThat(owner.get(closures).is(200).text("/items/0/id")).isEqualTo(closure);
        Reply history = owner.get("/v1/holds/" + closure + "/history").is(200);
        assertThat(history.body().toString()).doesNotContain("Requested: unblock");
        owner.delete(closures + "/" + closure).is(204);
        assertThat(owner.get(closures).is(200).at("items")).isEmpty();
        owner.get("/v1/blocks/" + closure).refuses(404, "unknown");
    }

    @Test
    void letsTheDeskDeleteItsOwnBlock() {
        Client desk = StaffSessions.as(owner, "desk");
        String block = desk.post("/v1/blocks", """
                {"items": [%s], "reason": "house seats"}""".formatted(seats(event, "A-1")))
                .is(201).text("id");
        desk.delete("/v1/blocks/" + block).is(204);
        desk.delete("/v1/blocks/" + block).is(204);
        assertThat(owner.get("/v1/holds/" + block + "/history").is(200).body().toString())
                .containsOnlyOnce("Requested: unblock");
    }

    @Test
    void writesNoHistoryForAnUnknownBlock() {
        owner.delete("/v1/blocks/hld_soon").refuses(404, "unknown");
        Reply hold = visitor.post("/v1/holds", basket(seats(event, "A-1"))).is(201);
        owner.delete("/v1/blocks/" + hold.text("id")).refuses(404, "unknown");
        assertThat(owner.get("/v1/holds/" + hold.text("id") + "/history").is(200).body()
                .toString()).doesNotContain("unblock");
    }

    @Test
    void letsReadOnlyStaffReadAllAndChangeNothing() {
        Client reader = StaffSessions.as(owner, "readOnly");
        Reply hold = visitor.post("/v1/holds", basket(seats(event, "A-1"))).is(201);
        String held = "/v1/holds/" + hold.text("id");
        assertThat(reader.get(held).is(200).text("status")).isEqualTo("held");
        Reply booking = visitor.token(hold).post(held + "/confirm", ANN).is(201);
        String booked = "/v1/bookings/" + booking.text("id");
        assertThat(reader.get("/v1/bookings?event=" + event).is(200).text("/items/0/id"))
                .isEqualTo(booking.text("id"));
        assertThat(reader.get(booked).is(200).text("/customer/name")).isEqualTo("Ann");
        reader.get(booked + "/history").is(200);
        reader.get(held + "/history").is(200);
        reader.post("/v1/alternatives", instead(seats(event, "A-1"))).is(200);
        reader.post("/v1/holds", basket(seats(event, "A-2"))).refuses(403, "forbidden");
        reader.post(booked + "/cancel", "").refuses(403, "forbidden");
        reader.post(booked + "/exchange", instead(places(event, 1)), "If-Match", "\"1\"")
                .refuses(403, "forbidden");
        reader.delete(held).refuses(403, "forbidden");
        reader.token(hold).delete(held).refuses(403, "forbidden");
        reader.post("/v1/blocks", """
                {"items": [%s], "reason": "mine"}""".formatted(seats(event, "A-2")))
                .refuses(403, "forbidden");
        assertThat(owner.get(booked).is(200).text("status")).isEqualTo("booked");
    }
}
