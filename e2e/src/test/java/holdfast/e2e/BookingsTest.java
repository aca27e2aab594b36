package holdfast.e2e;

import static holdfast.e2e.SampleItems.ANN;
import static holdfast.e2e.SampleItems.basketFor;
import static holdfast.e2e.SampleItems.instead;
import static holdfast.e2e.SampleItems.places;
import static holdfast.e2e.SampleItems.seats;
import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The verbs of a booking, line by line.
class BookingsTest {
    private final Client owner = shop().owner();
    private final Client visitor = shop().visitor();
    private final String event = SampleItems.concert(owner);

    private Reply hold(String... items) {
        return visitor.post("/v1/holds", basketFor("cus-" + event, items)).is(201);
    }

    private static Reply book(Client mine, Reply hold) {
        return mine.post("/v1/holds/" + hold.text("id") + "/confirm", ANN).is(201);
    }

    private static String path(Reply booking) {
        return "/v1/bookings/" + booking.text("id");
    }

    private void left(int floor, int stalls) {
        Reply free = visitor.get("/v1/events/" + event + "/free").is(200);
        assertThat(free.number("/areas/0/free")).isEqualTo(floor);
        assertThat(free.number("/areas/1/free")).isEqualTo(stalls);
    }

    @Test
    void showsABookingToItsCustomer() {
        Reply hold = hold(places(event, 2));
        Client mine = visitor.token(hold);
        Reply booking = book(mine, hold);
        assertThat(booking.needed("Location")).isEqualTo(path(booking));
        Reply seen = mine.get(path(booking)).is(200);
        assertThat(seen.body()).isEqualTo(booking.body());
        mine.get(path(booking), "If-None-Match", seen.needed("ETag")).is(304);
        visitor.get(path(booking)).refuses(403, "forbidden");
        owner.get(path(booking)).is(200);
        owner.get("/v1/bookings/bkg_none").refuses(404, "unknown");
        Reply held = hold(places(event, 1));
        owner.get("/v1/bookings/" + held.text("id").replace("hld_", "bkg_"))
                .refuses(404, "unknown");
    }

    @Test
    void findsABookingByAnyOfItsFields() {
        Reply hold = hold(places(event, 2));
        Reply booking = book(visitor.token(hold), hold);
        for (String query : List.of("reference=" + booking.text("reference"),
                "customer=cus-" + event, "event=" + event, "event=" + event + "&status=booked",
                "email=ann@example.org&event=" + event, "name=Ann&event=" + event)) {
            Reply found = owner.get("/v1/bookings?" + query).is(200);
            assertThat(found.at("items")).as(query).hasSize(1);
            assertThat(found.text("/items/0/id")).isEqualTo(booking.text("id"));
        }
        for (String query : List.of("event=" + event + "&status=cancelled",
                "event=evt_none", "event=" + event + "&name=Bob")) {
            assertThat(owner.get("/v1/bookings?" + query).is(200).at("items"))
                    .as(query).isEmpty();
        }
        visitor.get("/v1/bookings?event=" + event).refuses(403, "forbidden");
        assertThat(owner.get(path(booking) + "/history").is(200).at("items")).isNotEmpty();
    }

    private String bookedAs(String name) {
        Reply hold = hold(places(event, 1));
        return visitor.token(hold).post("/v1/holds/" + hold.text("id") + "/confirm",
                "{\"customer\": {\"name\": \"" + name.replace("\\", "\\\\")
                        .replace("\"", "\\\"") + "\"}}")
                .is(201).text("id");
    }

    private List<String> named(String text) {
        List<String> ids = new ArrayList<>();
        owner.get("/v1/bookings?event=" + event + "&name="
                + URLEncoder.encode(text, StandardCharsets.UTF_8)).is(200).at("items")
                .forEach(each -> ids.add(each.get("id").asText()));
        return ids;
    }

    @Test
    void findsANameByPrefixesInAnySpelling() {
        String quoted = bookedAs("Ann \"Bee\" Cee");
        String slashed = bookedAs("O\\Neil 50%");
        String dotted = bookedAs("İpek Işık");
        String umlaut = bookedAs("Jürgen  MÜLLER-Lüdenscheidt");
        for (String text : List.of("Ann \"Bee\"", "\"bee", "CEE", "bee ann")) {
            assertThat(named(text)).as(text).containsExactly(quoted);
        }
        for (String text : List.of("O\\Neil", "o\\", "neil", "50%")) {
            assertThat(named(text)).as(text).containsExactly(slashed);
        }
        for (String text : List.of("İpek", "ipek isik", "IŞIK")) {
            assertThat(named(text)).as(text).containsExactly(dotted);
        }
        for (String text : List.of("jürgen müller", "Müller", "MULLER  JURGEN", "luden")) {
            assertThat(named(text)).as(text).containsExactly(umlaut);
        }
        assertThat(named("nn")).isEmpty();
        assertThat(named("ann_")).isEmpty();
    }

    @Test
    void continuesPagesWhereTheyEnded() {
        List<String> all = new ArrayList<>();
        for (int at = 0; at < 4; at++) {
            all.add(bookedAs("Zoe Page"));
        }
        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            Reply page = owner.get("/v1/bookings?limit=2&name=zoe&event=" + event
                    + (next.isEmpty() ? "" : "&after=" + next)).is(200);
            page.at("items").forEach(each -> seen.add(each.get("id").asText()));
            next = page.body().path("next").asText();
        } while (!next.isEmpty());
        assertThat(seen).containsExactlyElementsOf(all);
    }

    @Test
    void listsAnEventsBookingsWithoutCancelledOnes() {
        Reply other = owner.get("/v1/events/" + SampleItems.concert(owner)).is(200);
        Reply hold = hold(places(event, 1));
        Client mine = visitor.token(hold);
        Reply booking = book(mine, hold);
        String of = "/v1/bookings?event=";
        mine.post(path(booking) + "/exchange", instead(places(other.text("id"), 1)),
                "If-Match", booking.needed("ETag")).is(200);
        assertThat(owner.get(of + event).is(200).at("items")).isEmpty();
        assertThat(owner.get(of + other.text("id")).is(200).at("items")).hasSize(1);
        mine.post(path(booking) + "/cancel", "").is(200);
        assertThat(owner.get(of + other.text("id")).is(200).at("items")).isEmpty();
        assertThat(owner.get(of + other.text("id") + "&status=cancelled").is(200).at("items"))
                .hasSize(1);
        owner.get("/v1/bookings?status=lost").refuses(400, "invalid");
    }

    @Test
    void freesACancelledBookingOnce() {
        Reply hold = hold(places(event, 2), seats(event, "A-1"));
        Client mine = visitor.token(hold);
        Reply booking = book(mine, hold);
        left(498, 22);
        mine.delete("/v1/holds/" + hold.text("id")).refuses(409, "booked");
        Reply cancelled = mine.post(path(booking) + "/cancel", "").is(200);
        assertThat(cancelled.text("status")).isEqualTo("cancelled");
        left(500, 23);
        Reply bob = hold(seats(event, "A-1"));
        assertThat(mine.post(path(booking) + "/cancel", "").is(200).body())
                .isEqualTo(cancelled.body());
        left(500, 22);
        mine.post(path(booking) + "/exchange", instead(places(event, 1)),
                "If-Match", cancelled.needed("ETag")).refuses(409, "cancelled");
        assertThat(owner.get("/v1/holds/" + bob.text("id")).is(200).text("status"))
                .isEqualTo("held");
    }

    @Test
    void exchangesABookingOrKeepsIt() {
        Reply hold = hold(seats(event, "A-1", "A-2"));
        Client mine = visitor.token(hold);
        Reply booking = book(mine, hold);
        String exchange = path(booking) + "/exchange";
        mine.post(exchange, instead(places(event, 1))).refuses(428, "versionMissing");
        mine.post(exchange, instead(places(event, 1)), "If-Match", "\"99\"")
                .refuses(412, "stale");
        hold(seats(event, "A-3"));
        Reply refused = mine.post(exchange, instead(seats(event, "A-3", "A-4")),
                "If-Match", booking.needed("ETag")).refuses(409, "unavailable");
        assertThat(refused.text("/shortages/0/taken/0")).isEqualTo("A-3");
        assertThat(mine.get(path(booking)).is(200).body()).isEqualTo(booking.body());
        Reply other = mine.post(exchange, instead(seats(event, "A-2", "A-4"), places(event, 4)),
                "If-Match", booking.needed("ETag")).is(200);
        assertThat(other.text("status")).isEqualTo("booked");
        assertThat(other.text("reference")).isEqualTo(booking.text("reference"));
        assertThat(other.needed("ETag")).isNotEqualTo(booking.needed("ETag"));
        left(496, 20);
        mine.post(exchange, instead(places(event, 1)), "If-Match", booking.needed("ETag"))
                .refuses(412, "stale");
    }

    @Test
    void appliesRulesToCustomersAndNotToStaff() {
        TestShop.Pair alone = shop().workspace();
        String soon = alone.owner().post("/v1/events", SampleItems.CONCERT.formatted(10, 9)
                .replace("2030-12-12", java.time.LocalDate.now(java.time.ZoneOffset.UTC)
                        .plusDays(2).toString()))
                .is(201).text("id");
        Reply house = alone.owner().get("/v1/workspace").is(200);
        alone.owner().patch("/v1/workspace", """
                {"cancelUntilBefore": "P7D", "exchangeUntilBefore": "P7D"}""",
                "If-Match", house.needed("ETag")).is(200);
        Reply hold = alone.visitor().post("/v1/holds", SampleItems.basket(places(soon, 2))).is(201);
        Client mine = alone.visitor().token(hold);
        Reply booking = book(mine, hold);
        mine.post(path(booking) + "/cancel", "").refuses(409, "againstTheRules");
        mine.post(path(booking) + "/exchange", instead(places(soon, 1)),
                "If-Match", booking.needed("ETag")).refuses(409, "againstTheRules");
        mine.post(path(booking) + "/cancel", "{\"override\": true}").refuses(403, "forbidden");
        assertThat(mine.get(path(booking)).is(200).text("status")).isEqualTo("booked");
        alone.owner().post(path(booking) + "/cancel", "{\"override\": true}").is(200);
    }

    @Test
    void listsBookingsAsCsv() {
        Reply hold = hold(places(event, 2));
        Reply booking = book(visitor.token(hold), hold);
        Reply sheet = owner.get("/v1/bookings.csv?event=" + event).is(200);
        assertThat(sheet.needed("Content-Type")).startsWith("text/csv");
        assertThat(new String(sheet.response().body(), StandardCharsets.UTF_8).lines())
                .hasSize(2).anyMatch(line -> line.contains(booking.text("reference")));
        visitor.get("/v1/bookings.csv").refuses(403, "forbidden");
    }
}
