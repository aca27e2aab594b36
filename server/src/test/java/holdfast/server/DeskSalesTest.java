package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testkit.Scratch;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The desk sells, finds, moves, cancels and forgets.
class DeskSalesTest {
    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private OpenServer open;
    private DeskVisitor jon;

    @BeforeEach
    void begin() {
        open = new OpenServer(scratch.database(), Map.of());
        jon = DeskVisitor.in(open, "jon", "desk");
    }

    @AfterEach
    void end() {
        open.close();
    }

    private String event(String name, String start, String end) {
        OpenServer.Answer made = open.as(OpenServer.SECRET, "POST", "/v1/events", """
                {"name": "%s", "start": "%s", "end": "%s", "timeZone": "Europe/Berlin",
                 "areas": [{"id": "floor", "kind": "capacity", "capacity": 5, "tiers": [
                   {"id": "full", "price": {"amount": 2000, "currency": "EUR"}},
                   {"id": "student", "price": {"amount": 1200, "currency": "EUR"}}]},
                  {"id": "stalls", "kind": "seats", "price": {"amount": 3000, "currency": "EUR"},
                   "rows": [{"row": "A", "seats": 4}]}]}
                """.formatted(name, start, end));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.text("id");
    }

    private String jazz() {
        return event("Jazz", "2030-06-01T20:00:00+02:00", "2030-06-01T23:00:00+02:00");
    }

    private String held(String event, String... fields) {
        String page = "/desk/sell/event/" + event;
        OpenServer.Answer sent = jon.fill(page, page, fields);
        assertThat(sent.status()).as(sent.body()).isEqualTo(303);
        return sent.header("Location");
    }

    /// Sells two places for cash and returns the booking's page.
    private String sold(String event, String name) {
        String held = held(event, "kind0", "capacity", "area0", "floor", "tier0", "full",
                "count0", "2");
        assertThat(jon.get(held).body()).contains("€40", "Paid in cash");
        OpenServer.Answer paid = jon.fill(held, held, "pay", "cash", "smallest", "4000",
                "currency", "EUR", "name", name, "email", "ada@example.org");
        assertThat(paid.status()).as(paid.body()).isEqualTo(303);
        return paid.header("Location").replaceFirst("\\?.*", "");
    }

    @Test
    void sellsPlacesAndSeatsForCashAndPrintsThem() {
        String event = jazz();
        assertThat(jon.get("/desk/sell").body()).contains("Jazz", "9 free");
        String page = "/desk/sell/event/" + event;
        assertThat(jon.get(page).body()).contains("floor", "€20", "stalls", "€30");
        assertThat(jon.fill(page, page, "kind0", "capacity", "area0", "floor").body())
                .contains("Say how many first");
        String booking = sold(event, "Ada Lovelace");
        assertThat(jon.get(booking).body()).contains("Ada Lovelace", "€40",
                "Paid (Box office, cash)", "2 valid tickets", "Booked", "tickets.pdf");
        OpenServer.Answer tickets = jon.get(
                booking.replace("/desk/bookings", "/v1/bookings") + "/tickets.pdf");
        assertThat(tickets.status()).isEqualTo(200);
        assertThat(tickets.header("Content-Type")).isEqualTo("application/pdf");
        OpenServer.Answer taken = jon.fill(page, page, "kind0", "capacity", "area0", "floor",
                "tier0", "full", "count0", "4");
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.body()).contains("Not all of it is free");
        OpenServer.Answer wrong = jon.fill(page, page, "kind0", "seats", "area0", "stalls",
                "seats0", "Z9");
        assertThat(wrong.body()).as(wrong.body()).contains("There is no seat Z-9 here");
        String seats = held(event, "kind0", "seats", "area0", "stalls", "seats0", "A1 A2");
        assertThat(jon.get(seats).body()).contains("A-1, A-2", "€60");
        assertThat(jon.fill(seats, seats + "/release").status()).isEqualTo(303);
        assertThat(jon.get(seats).body()).contains("Not held any more");
        assertThat(jon.get("/desk").body()).contains("Jazz", "€40", "2 of 9 sold",
                "Ada Lovelace");
    }

    @Test
    void sendsTheSameFormTwiceAndSellsOnce() {
        String event = jazz();
        String held = held(event, "kind0", "capacity", "area0", "floor", "tier0", "student",
                "count0", "1");
        String form = jon.get(held).body();
        String fields = DeskVisitor.fields("pay", "card", "smallest", "1200", "currency", "EUR",
                "token", hidden(form, "token"), "nonce", hidden(form, "nonce"));
        OpenServer.Answer first = jon.send(held, fields);
        OpenServer.Answer second = jon.send(held, fields);
        assertThat(first.status()).as(first.body()).isEqualTo(303);
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(open.as(OpenServer.SECRET, "GET", "/v1/bookings", "").json().path("items"))
                .hasSize(1);
    }

    @Test
    void sellsATimeToAWalkInWhateverTheNotice() {
        String calendar = open.as(OpenServer.SECRET, "POST", "/v1/calendars", """
                {"name": "Maya", "timeZone": "Europe/Berlin", "hours": {
                 "mon": [["00:00", "24:00"]], "tue": [["00:00", "24:00"]],
                 "wed": [["00:00", "24:00"]], "thu": [["00:00", "24:00"]],
                 "fri": [["00:00", "24:00"]], "sat": [["00:00", "24:00"]],
                 "sun": [["00:00", "24:00"]]}}""").text("id");
        String service = open.as(OpenServer.SECRET, "POST", "/v1/services", """
                {"name": "Massage", "duration": "PT60M", "step": "PT30M", "notice": "P30D",
                 "horizon": "P31D", "price": {"amount": 8000, "currency": "EUR"},
                 "needs": [{"anyOf": ["%s"]}]}""".formatted(calendar)).text("id");
        String page = "/desk/sell/service/" + service;
        String start = jon.get(page).body()
                .replaceAll("(?s).*?name=\"start\" value=\"([^\"]*)\".*", "$1");
        assertThat(OffsetDateTime.parse(start).toInstant())
                .isBefore(Instant.now().plus(Duration.ofDays(2)));
        OpenServer.Answer held = jon.fill(page, page, "start", start);
        assertThat(held.status()).as(held.body()).isEqualTo(303);
        assertThat(jon.get(held.header("Location")).body()).contains("€80");
    }

    private static String hidden(String page, String name) {
        return page.replaceAll("(?s).*name=\"" + name + "\" value=\"([^\"]*)\".*", "$1");
    }

    @Test
    void findsABookingAndCancelsIt() {
        String event = jazz();
        String booking = sold(event, "Ada Lovelace");
        String id = booking.replace("/desk/bookings/", "");
        String reference = open.as(OpenServer.SECRET, "GET", "/v1/bookings/" + id, "")
                .text("reference");
        for (String search : new String[] {"", "?q=lovel", "?q=ADA%40example.org",
                "?q=" + reference, "?event=" + event, "?status=booked"}) {
            assertThat(jon.get("/desk/bookings" + search).body()).as(search).contains(id);
        }
        assertThat(jon.get("/desk/bookings?q=Babbage").body()).contains("No booking fits");
        assertThat(jon.get("/desk/bookings?status=cancelled").body()).doesNotContain(id);
        assertThat(jon.get(booking + "/cancel").body()).contains("give €40 back by hand");
        assertThat(jon.done(booking + "/cancel", booking + "/cancel", "reason", "ill").body())
                .contains("is cancelled", "Cancellation requested: ill", "by jon");
        assertThat(jon.get("/desk/bookings?status=cancelled").body()).contains(id);
        assertThat(jon.get("/desk/bookings/bkg_none").status()).isEqualTo(404);
    }

    @Test
    void cancelsOneItemOfABooking() {
        String first = jazz();
        String second = event("Blues", "2030-07-01T20:00:00+02:00", "2030-07-01T23:00:00+02:00");
        String hold = open.as(OpenServer.SECRET, "POST", "/v1/holds", """
                {"items": [{"kind": "capacity", "event": "%s", "area": "floor", "tier": "full",
                            "quantity": 2},
                           {"kind": "capacity", "event": "%s", "area": "floor", "tier": "full",
                            "quantity": 1}]}""".formatted(first, second)).text("id");
        String booking = "/desk/bookings/" + open.as(OpenServer.SECRET, "POST",
                "/v1/holds/" + hold + "/confirm", """
                        {"payment": {"method": "external", "reference": "till",
                                     "amount": {"amount": 6000, "currency": "EUR"}}}""")
                .text("id");
        assertThat(jon.get(booking).body()).contains("/cancel?item=0", "/cancel?item=1");
        String page = booking + "/cancel?item=1";
        assertThat(jon.get(page).body()).contains("Cancel one item of booking", "Blues",
                "give €20 back by hand").doesNotContain("Jazz");
        assertThat(jon.done(page, booking + "/cancel", "item", "1", "reason", "ill")
                .body())
                .contains("Item cancelled", "Cancelled: 1 × Blues", "refund €20", "by jon",
                        "Cancellation of an item requested: ill")
                .doesNotContain("/cancel?item=");
        // Of the last item the page is the one of the whole booking.
        assertThat(jon.get(booking + "/cancel?item=0").body()).contains("give €40 back by hand")
                .doesNotContain("Cancel one item");
    }

    @Test
    void notesWhatTheNextColleagueShouldKnow() {
        String booking = sold(jazz(), "Ada Lovelace");
        String note = "Needs a ramp <b>at the side door</b>";
        assertThat(jon.done(booking, booking + "/note", "text", note).body())
                .contains("The note is saved", "Needs a ramp &lt;b&gt;", "by jon");
        assertThat(jon.done(booking, booking + "/note", "text", note).body().split(
                "Needs a ramp", -1)).as("the same note is written once").hasSize(2);
        assertThat(jon.fill(booking, booking + "/note", "text", " ").status()).isEqualTo(400);
        String api = booking.replace("/desk", "/v1");
        assertThat(open.as(OpenServer.PUBLISHABLE, "POST", api + "/notes", "{\"text\": \"x\"}")
                .status()).isEqualTo(403);
        assertThat(DeskVisitor.in(open, "rita", "readOnly").fill(booking, booking + "/note",
                "text", "no").status()).isEqualTo(403);
        DeskVisitor maya = DeskVisitor.in(open, "maya", "manager");
        maya.done(booking, booking + "/forget", "sure", "yes");
        assertThat(open.as(OpenServer.SECRET, "GET", api + "/history", "").body())
                .contains("Requested: forget").doesNotContain("ramp", "Note");
    }

    @Test
    void marksThatACustomerDidNotCome() {
        String event = jazz();
        String booking = sold(event, "Ada Lovelace");
        assertThat(jon.get(booking).body()).doesNotContain("/no-show");
        assertThat(open.send("PATCH", "/v1/events/" + event, """
                {"start": "%s", "end": "%s"}""".formatted(
                Instant.now().minus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC),
                Instant.now().plus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC)),
                "Authorization", "Bearer " + OpenServer.SECRET, "If-Match", "*").status())
                .isEqualTo(200);
        assertThat(jon.done(booking, booking + "/no-show").body())
                .contains("Marked as not come", "Held 2 in floor");
        assertThat(jon.get(booking, "Accept-Language", "de").body()).contains("Ada Lovelace",
                "Als nicht gekommen vermerkt", "2 in floor reserviert bis", "Gebucht");
    }

    @Test
    void showsGivesAndErasesWhatIsStoredAboutACustomer() {
        String event = jazz();
        String first = sold(event, "Ada Lovelace");
        String second = sold(event, "Ada King");
        String page = "/desk/customer?email=ADA%40example.org";
        assertThat(jon.get(first).body()).contains("/desk/customer?email=ada%40example.org");
        assertThat(jon.get(page).body()).contains(first, second, "€80", "Also known as")
                .doesNotContain("/desk/customer/data");
        assertThat(jon.get(page.replace("?", "/data?")).status()).isEqualTo(403);
        DeskVisitor maya = DeskVisitor.in(open, "maya", "manager");
        OpenServer.Answer data = maya.get(page.replace("?", "/data?"));
        assertThat(data.header("Content-Disposition")).contains("customer.json");
        assertThat(data.json().path("complete").asBoolean()).isTrue();
        assertThat(data.json().path("bookings")).hasSize(2);
        assertThat(data.json().at("/bookings/0/booking/customer/name").asText())
                .isEqualTo("Ada Lovelace");
        // The mail itself is written a little later, by a job.
        assertThat(data.json().at("/bookings/1/mails").isArray()).isTrue();
        assertThat(data.json().at("/bookings/0/history")).isNotEmpty();
        assertThat(maya.fill(page, "/desk/customer/forget", "email", "ada@example.org").body())
                .contains("Tick the box");
        maya.done(page, "/desk/customer/forget", "email", "ada@example.org", "sure", "yes");
        assertThat(maya.get(page).body()).contains("No booking fits");
        assertThat(maya.get(first).body()).doesNotContain("Lovelace").contains("€40");
    }

    @Test
    void movesABookingToAnotherEvening() {
        String event = jazz();
        String other = event("Jazz again", "2030-06-08T20:00:00+02:00",
                "2030-06-08T23:00:00+02:00");
        String booking = sold(event, "Ada Lovelace");
        assertThat(jon.get(booking + "/move").body()).contains("Jazz again", other);
        assertThat(jon.done(booking + "/move", booking + "/move", "item", "0", "to", other)
                .body()).contains("Moved", "Jazz again");
        OpenServer.Answer stale = jon.send(booking + "/move", DeskVisitor.fields("item", "0",
                "to", event, "version", "1", "nonce", "form_x", "token",
                hidden(jon.get(booking + "/move").body(), "token")));
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.body()).contains("Somebody else changed this meanwhile");
    }

    @Test
    void keepsWhatARoleDoesNotInclude() {
        String event = jazz();
        String booking = sold(event, "Ada Lovelace");
        DeskVisitor rita = DeskVisitor.in(open, "rita", "readOnly");
        DeskVisitor dora = DeskVisitor.in(open, "dora", "door");
        assertThat(rita.get(booking).body()).contains("Ada Lovelace")
                .doesNotContain("/cancel\"", "/forget\"");
        assertThat(rita.get("/desk/sell").status()).isEqualTo(403);
        assertThat(rita.fill(booking, booking + "/cancel").status()).isEqualTo(403);
        assertThat(dora.get(booking).status()).isEqualTo(403);
        assertThat(jon.fill(booking, booking + "/forget", "sure", "yes").status())
                .isEqualTo(403);
        assertThat(rita.get("/desk/money").body()).contains("No payment here");
        DeskVisitor maya = DeskVisitor.in(open, "maya", "manager");
        assertThat(maya.fill(booking, booking + "/forget").body()).contains("Tick the box");
        assertThat(maya.done(booking, booking + "/forget", "sure", "yes").body())
                .doesNotContain("Ada Lovelace").contains("are gone");
        assertThat(jon.get("/desk/sell", "Accept-Language", "de").body()).contains("Kasse");
    }
}
