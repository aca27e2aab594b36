package holdfast.e2e;

import static holdfast.e2e.SampleEvents.areas;
import static holdfast.e2e.SampleEvents.event;
import static holdfast.e2e.SampleEvents.floor;
import static holdfast.e2e.SampleEvents.hold;
import static holdfast.e2e.SampleEvents.item;
import static holdfast.e2e.SampleEvents.onSale;
import static holdfast.e2e.SampleEvents.patch;
import static holdfast.e2e.SampleEvents.path;
import static holdfast.e2e.SampleEvents.places;
import static holdfast.e2e.SampleEvents.read;
import static holdfast.e2e.SampleEvents.stalls;
import static holdfast.e2e.SampleItems.seats;
import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testkit.Race;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An event and its inventories change together: a refused change leaves every area as it was, also
/// during sales, and a change cannot remove anything with live claims.
class CatalogueTest {
    private static final int FEW = 5;
    private static final String MANY = floor(1_000);
    private final Client owner = shop().owner();
    private final Client visitor = shop().visitor();

    @AfterEach
    void clean() {
        TestShop.clean(owner);
    }

    private Reply night() {
        return event(owner, areas(floor(FEW), stalls("1", "2", "3")));
    }

    /// Sends refused changes while buyers take one place each of the floor.
    private void refusedAmongBuyers(Reply event, Supplier<Reply> change, int status, String why) {
        Map<String, String> before = onSale(owner, event);
        Reply described = read(owner, event);
        List<Callable<Reply>> all = new ArrayList<>();
        for (int at = 0; at < 24; at++) {
            all.add(() -> hold(visitor, item(event, "floor", 1)));
            if (at % 2 == 0) {
                all.add(change::get);
            }
        }
        long sold = 0;
        for (Reply reply : Race.run(all)) {
            if (reply.response().request().method().equals("PATCH")) {
                reply.refuses(status, why);
            } else if (reply.status() == 201) {
                sold++;
            } else {
                reply.refuses(409, "unavailable");
            }
        }
        assertThat(sold).isEqualTo(FEW);
        before.put("floor", "0 of " + FEW);
        assertThat(onSale(owner, event)).isEqualTo(before);
        assertThat(read(owner, event).body()).isEqualTo(described.body());
    }

    @Test
    void changesNoAreaIfAClaimStopsOne() {
        Reply event = night();
        Reply held = hold(visitor, seats(event.text("id"), "A-1")).is(201);
        refusedAmongBuyers(event, () -> patch(owner, event, areas(MANY, stalls("2", "3", "4"))),
                409, "inTheWay");
        Reply refused = patch(owner, event, areas(MANY, stalls("2", "3")))
                .refuses(409, "inTheWay");
        assertThat(refused.at("claims")).hasSize(1);
        assertThat(refused.text("/claims/0/hold")).isEqualTo(held.text("id"));
        assertThat(refused.text("/claims/0/inventory")).endsWith(":stalls");
    }

    @Test
    void changesNoAreaIfAPoolWouldMove() {
        Reply event = night();
        refusedAmongBuyers(event, () -> patch(owner, event,
                areas(MANY, stalls("1", "2")), "\"limits\": {\"capacity\": 900}"),
                409, "otherKind");
    }

    @Test
    void changesNoAreaIfTheVenueIsTaken() {
        String hall = hall();
        event(owner, areas(floor(1)), "\"venue\": \"" + hall + "\"");
        Reply event = night();
        refusedAmongBuyers(event, () -> patch(owner, event,
                areas(MANY, stalls("1")), "\"venue\": \"" + hall + "\""), 409, "inTheWay");
    }

    @Test
    void changesNoAreaForAStaleChange() {
        Reply event = night();
        patch(owner, event, "\"name\": \"Another night\"").is(200);
        refusedAmongBuyers(event, () -> patch(owner, event, areas(MANY, stalls("1"))),
                412, "stale");
    }

    @Test
    void changesNoAreaForAnInvalidChange() {
        Reply event = night();
        refusedAmongBuyers(event, () -> patch(owner, event,
                areas(MANY, stalls("1")), "\"venue\": \"ven_0000000000000\""), 400, "invalid");
    }

    private String hall() {
        return owner.post("/v1/venues", "{\"name\": \"Hall\", \"timeZone\": \"Europe/Berlin\"}")
                .is(201).text("id");
    }

    private void inTheWay(Reply event, Reply hold, String... fields) {
        Map<String, String> before = onSale(owner, event);
        Reply refused = patch(owner, event, fields).refuses(409, "inTheWay");
        assertThat(refused.at("claims")).isNotEmpty();
        refused.at("claims").forEach(
                claim -> assertThat(claim.path("hold").asText()).isEqualTo(hold.text("id")));
        assertThat(onSale(owner, event)).isEqualTo(before);
        assertThat(read(owner, event).body()).isEqualTo(event.body());
    }

    @Test
    void keepsAnAreaOfPlacesWithAClaim() {
        Reply event = event(owner, areas(floor(FEW), places("balcony", 3)));
        Reply hold = hold(visitor, item(event, "balcony", 2)).is(201);
        inTheWay(event, hold, areas(floor(FEW)));
        inTheWay(event, hold, areas(floor(FEW), stalls("1").replace("stalls", "balcony")));
        inTheWay(event, hold, areas(floor(FEW), places("balcony", 1)));
        patch(owner, event, areas(floor(FEW), places("balcony", 2))).is(200);
    }

    @Test
    void keepsAnAreaOfSeatsWithABooking() {
        Reply event = night();
        Reply hold = hold(owner, seats(event.text("id"), "A-2")).is(201);
        owner.post("/v1/holds/" + hold.text("id") + "/confirm", SampleItems.ANN).is(201);
        inTheWay(event, hold, areas(floor(FEW)));
        inTheWay(event, hold, areas(floor(FEW), places("stalls", 3)));
        inTheWay(event, hold, areas(floor(FEW), stalls("1", "3")));
        inTheWay(event, hold, areas(floor(FEW), stalls("2").replace("\"A\"", "\"B\"")));
        patch(owner, event, areas(floor(FEW), stalls("2"))).is(200);
        assertThat(SampleEvents.seats(owner, event)).containsOnlyKeys("stalls/A-2");
        assertThat(owner.get("/v1/bookings?event=" + event.text("id")).is(200).at("items"))
                .hasSize(1);
    }

    @Test
    void keepsATierWithAClaim() {
        Reply event = event(owner, areas(tiered(
                tier("early", ", \"capacity\": 3"), tier("late", ""))));
        Reply hold = hold(visitor, item(event, "floor", 2)
                .replace("}", ", \"tier\": \"early\"}")).is(201);
        inTheWay(event, hold, areas(tiered(tier("late", ""))));
        inTheWay(event, hold, areas(tiered(
                tier("early", ", \"capacity\": 1"), tier("late", ""))));
        inTheWay(event, hold, areas(tiered(tier("early", ""), tier("late", ""))));
    }

    @Test
    void keepsATierWithoutANumberWhileItIsSold() {
        String early = tier("early", "");
        String late = tier("late", "");
        Reply event = event(owner, areas(tiered(early, late)));
        hold(visitor, item(event, "floor", 1).replace("}", ", \"tier\": \"late\"}")).is(201);
        hold(visitor, item(event, "floor", 1)).is(201);
        Reply hold = hold(visitor, item(event, "floor", 2)
                .replace("}", ", \"tier\": \"early\"}")).is(201);
        inTheWay(event, hold, areas(tiered(late)));
        inTheWay(event, hold, areas(tiered(tier("early", ", \"capacity\": 5"), late)));
        owner.post("/v1/holds/" + hold.text("id") + "/confirm", SampleItems.ANN).is(201);
        inTheWay(event, hold, areas(tiered(late)));
        owner.post("/v1/bookings/" + hold.text("id") + "/cancel", "").is(200);
        patch(owner, event, areas(tiered(late))).is(200);
    }

    @Test
    void keepsATierOfSeatsWhileOneIsSold() {
        String gold = seatsOfTiers("gold", "gold", "blue");
        Reply event = event(owner, areas(gold));
        Reply hold = hold(visitor, seats(event.text("id"), "A-1")).is(201);
        hold(visitor, seats(event.text("id"), "B-1")).is(201);
        inTheWay(event, hold, areas(seatsOfTiers("blue", "blue")));
        owner.delete("/v1/holds/" + hold.text("id")).is(204);
        patch(owner, event, areas(seatsOfTiers("blue", "blue"))).is(200);
    }

    /// A row A of the first tier, and a row B with these tiers.
    private static String seatsOfTiers(String first, String... tiers) {
        return """
                {"id": "stalls", "kind": "seats", "rows": [
                 {"row": "A", "seats": 2, "tier": "%s"}, {"row": "B", "seats": 2, "tier": "blue"}],
                 "tiers": [%s]}""".formatted(first, Stream.of(tiers)
                .map(each -> tier(each, "")).collect(Collectors.joining(", ")));
    }

    private static String tier(String id, String capacity) {
        return "{\"id\": \"" + id + "\", \"price\": {\"amount\": 900, \"currency\": \"EUR\"}"
                + capacity + "}";
    }

    private static String tiered(String... tiers) {
        return floor(FEW).replace("\"capacity\": 5", "\"capacity\": 5, \"tiers\": ["
                + String.join(", ", tiers) + "]");
    }

    @Test
    void keepsALaneWithAVisit() {
        String calendar = owner.post("/v1/calendars", """
                {"name": "Room", "timeZone": "Europe/Berlin", "lanes": 2}""").is(201).text("id");
        String service = owner.post("/v1/services", """
                {"name": "Visit", "duration": "PT1H", "horizon": "P1000D", "step": "PT30M",
                 "needs": [{"anyOf": ["%s"]}]}""".formatted(calendar)).is(201).text("id");
        String start = owner.get("/v1/services/" + service + "/free").text("/starts/5/start");
        hold(visitor, SampleItems.visit(service, start)).is(201);
        Reply second = hold(visitor, SampleItems.visit(service, start)).is(201);
        Reply seen = owner.get("/v1/calendars/" + calendar).is(200);
        Reply refused = owner.patch("/v1/calendars/" + calendar, "{\"lanes\": 1}",
                "If-Match", seen.needed("ETag")).refuses(409, "inTheWay");
        assertThat(refused.at("claims")).isNotEmpty();
        assertThat(owner.get("/v1/calendars/" + calendar).body()).isEqualTo(seen.body());
        hold(visitor, SampleItems.visit(service, start)).refuses(409, "unavailable");
        owner.delete("/v1/holds/" + second.text("id")).is(204);
        owner.patch("/v1/calendars/" + calendar, "{\"lanes\": 1}",
                "If-Match", seen.needed("ETag")).is(200);
        hold(visitor, SampleItems.visit(service, start)).refuses(409, "unavailable");
    }

    @Test
    void ignoresExpiredClaims() {
        Reply event = night();
        Reply seat = owner.post("/v1/holds",
                SampleItems.basketUntil("PT1S", seats(event.text("id"), "A-1"))).is(201);
        Reply place = owner.post("/v1/holds",
                SampleItems.basketUntil("PT1S", item(event, "floor", FEW))).is(201);
        SampleEvents.expired(owner, seat);
        SampleEvents.expired(owner, place);
        patch(owner, event, areas(stalls("2"))).is(200);
        assertThat(onSale(owner, event)).containsOnlyKeys("stalls", "seat stalls/A-2");
    }
}
