package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testkit.Scratch;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Events, services and settings at the desk.
class DeskCatalogTest {
    private static final String NEW = "/desk/events/new";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private OpenServer open;
    private DeskVisitor olga;

    @BeforeEach
    void begin() {
        open = new OpenServer(scratch.database(), Map.of());
        olga = DeskVisitor.in(open, "olga", "owner");
    }

    @AfterEach
    void end() {
        open.close();
    }

    private String make(String... more) {
        String[] pairs = new String[20 + more.length];
        String[] usual = {"name", "Winter Concert", "timeZone", "Europe/Berlin", "start",
                "2099-12-12T20:00", "end", "2099-12-12T22:00", "currency", "EUR",
                "areas[0].slot", "yes", "areas[1].slot", "yes", "areas[1].name", "Floor",
                "areas[1].capacity", "120", "areas[1].price.amount", "12,50"};
        System.arraycopy(usual, 0, pairs, 0, 20);
        System.arraycopy(more, 0, pairs, 20, more.length);
        OpenServer.Answer made = olga.fill(NEW, NEW, pairs);
        assertThat(made.status()).as(made.body()).isEqualTo(303);
        return made.header("Location").replaceFirst("\\?.*", "");
    }

    private OpenServer.Answer stored(String page) {
        return open.as(OpenServer.SECRET, "GET", page.replace("/desk/", "/v1/"), "");
    }

    @Test
    void makesChangesAndCancelsAnEvent() {
        assertThat(olga.get("/desk/events").body()).contains("Nothing is planned yet");
        OpenServer.Answer wrong = olga.fill(NEW, NEW, "name", "Odd", "timeZone", "Europe/Berlin",
                "start", "2099-12-12T20:00", "end", "2099-12-12T19:00", "currency", "EUR",
                "areas[0].slot", "yes", "areas[0].name", "Floor", "areas[0].capacity", "x");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body()).contains("-complaint", "value=\"Odd\"");
        String page = make();
        OpenServer.Answer draft = stored(page);
        assertThat(draft.json().path("onSale").asBoolean()).isFalse();
        assertThat(draft.json().at("/areas/0/price/amount").asLong()).isEqualTo(1250);
        assertThat(draft.text("start")).startsWith("2099-12-12T20:00:00+01:00");
        assertThat(olga.get(page).body()).contains("Not on sale", "0 of 120");
        assertThat(olga.done(page, page + "/publish").body()).contains("On sale");
        assertThat(stored(page).json().path("onSale").asBoolean()).isTrue();
        sell(page);
        String edit = page + "/edit";
        String[] moved = {"name", "Winter Concert", "timeZone", "Europe/Berlin", "start",
                "2099-12-13T20:00", "end", "2099-12-13T22:00", "currency", "EUR",
                "areas[0].slot", "yes", "areas[0].id", "floor", "areas[0].name", "Floor",
                "areas[0].capacity", "120", "areas[0].price.amount", "14.00"};
        OpenServer.Answer warned = olga.fill(edit, edit, moved);
        assertThat(warned.body()).contains("2 places are taken", "keep their price");
        assertThat(stored(page).text("start")).startsWith("2099-12-12");
        String[] confirmed = new String[moved.length + 2];
        System.arraycopy(moved, 0, confirmed, 0, moved.length);
        confirmed[moved.length] = "confirmed";
        confirmed[moved.length + 1] = "yes";
        assertThat(olga.done(edit, edit, confirmed).body()).contains("Saved", "olga");
        assertThat(stored(page).text("start")).startsWith("2099-12-13");
        assertThat(olga.done(page + "/copy", page + "/copy", "starts", "2099-12-20T20:00",
                "times", "3", "every", "P7D").body()).contains("Repeated");
        assertThat(open.as(OpenServer.SECRET, "GET", "/v1/events", "").json().path("items"))
                .hasSize(4);
        assertThat(olga.done(page + "/cancel", page + "/cancel", "refund", "yes", "message",
                "The hall is flooded.").body()).contains("cancel");
    }

    private void sell(String page) {
        OpenServer.Answer held = open.as(OpenServer.SECRET, "POST", "/v1/holds", """
                {"items": [{"kind": "capacity", "event": "%s", "area": "floor", "quantity": 2}]}
                """.formatted(page.replaceFirst(".*/", "")));
        assertThat(held.status()).as(held.body()).isEqualTo(201);
    }

    @Test
    void makesPeopleAndServices() {
        String calendars = "/desk/calendars/new";
        OpenServer.Answer odd = olga.fill(calendars, calendars, "name", "Maya", "timeZone",
                "Europe/Berlin", "hours.mon", "nine to five");
        assertThat(odd.status()).isEqualTo(400);
        assertThat(odd.body()).contains("id=\"hours.mon-complaint\"");
        olga.done(calendars, calendars, "name", "Maya", "timeZone", "Europe/Berlin", "role",
                "therapist", "hours.mon", "9-12, 13:00-18:00");
        String calendar = open.as(OpenServer.SECRET, "GET", "/v1/calendars", "").json()
                .at("/items/0/id").asText();
        String services = "/desk/services/new";
        assertThat(olga.fill(services, services, "name", "Massage", "duration", "60", "step",
                "15", "horizon", "90").status()).isEqualTo(400);
        assertThat(olga.done(services, services, "name", "Massage", "duration", "60", "step",
                "15", "notice", "0", "bufferBefore", "0", "bufferAfter", "15", "horizon", "90",
                "price.amount", "75", "currency", "EUR", "taxRate", "19",
                "needs[0].anyOf", calendar).body()).contains("Massage", "€75");
        OpenServer.Answer service = open.as(OpenServer.SECRET, "GET", "/v1/services", "");
        assertThat(service.json().at("/items/0/taxRate").asLong()).isEqualTo(1900);
        assertThat(service.json().at("/items/0/needs/0/anyOf/0").asText()).isEqualTo(calendar);
        String page = "/desk/calendars/" + calendar;
        assertThat(olga.done(page, page + "/special", "sort", "closeCalendar", "start",
                "2099-01-05T09:00", "end", "2099-01-06T09:00", "reason", "Training").body())
                .contains("Training");
    }

    @Test
    void managesTheTeamAndTheKeys() {
        String staff = "/desk/settings/staff";
        OpenServer.Answer invited = olga.fill(staff, staff, "name", "Jon", "email",
                "jon@example.org", "role", "desk");
        assertThat(invited.body()).contains("/desk/invitation?invitation=inv_");
        assertThat(olga.fill(staff, staff, "name", "Jon", "email", "jon@example.org", "role",
                "desk").body()).contains("has this mail address already");
        String keys = "/desk/settings/keys";
        OpenServer.Answer made = olga.fill(keys, keys, "name", "website", "kind",
                "publishable");
        assertThat(made.body()).contains("value=\"pk_");
        assertThat(olga.get(keys).body()).contains("website").doesNotContain("value=\"pk_");
        assertThat(olga.fill("/desk/settings/audit", "/desk/settings/audit").body())
                .contains("Everything is right");
        assertThat(olga.get("/desk/settings/embedding").status()).isEqualTo(200);
    }
}
