package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.testkit.Scratch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The day board, as a browser without scripts, and the schedule that it reads.
class DayBoardTest {
    /// A Monday; staff book as far ahead as they like.
    private static final String DAY = "2099-12-14";
    private static final String BOARD = "/desk/board?day=" + DAY;
    private static final String NEW = "/desk/board/new";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private OpenServer open;
    private DeskVisitor olga;
    private DeskVisitor jill;
    private String maya;
    private String jon;
    private String room1;
    private String massage;

    @BeforeEach
    void begin() {
        open = new OpenServer(scratch.database(), Map.of());
        olga = DeskVisitor.in(open, "olga", "owner");
        jill = DeskVisitor.in(open, "jill", "desk");
        maya = calendar("Maya", "therapist");
        jon = calendar("Jon", "therapist");
        room1 = calendar("Room 1", "room");
        String room2 = calendar("Room 2", "room");
        massage = made("/v1/services", """
                {"name": "Massage", "duration": "PT60M", "bufferAfter": "PT15M", "step": "PT15M",
                 "notice": "PT2H", "horizon": "P30D", "price": {"amount": 8000, "currency": "EUR"},
                 "needs": [{"anyOf": ["%s", "%s"]}, {"anyOf": ["%s", "%s"]}]}
                """.formatted(maya, jon, room1, room2));
    }

    @AfterEach
    void end() {
        open.close();
    }

    private String calendar(String name, String role) {
        return made("/v1/calendars", """
                {"name": "%s", "role": "%s", "timeZone": "Europe/Berlin",
                 "hours": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]]}}
                """.formatted(name, role));
    }

    private String made(String path, String body) {
        OpenServer.Answer made = open.as(OpenServer.SECRET, "POST", path, body);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.text("id");
    }

    private static String slot(String calendar, String time) {
        return NEW + "?calendar=" + calendar + "&day=" + DAY + "&time=" + time;
    }

    private String choice(DeskVisitor staff, String page) {
        return value(staff.get(page).body(), "name=\"choice\" value=\"(svc_[^\"]*)\"");
    }

    private static String value(String body, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(body);
        assertThat(found.find()).as("%s in %s", pattern, body).isTrue();
        return found.group(1);
    }

    /// Books at the desk; the booking's id.
    private String walkIn(String calendar, String time, String name) {
        String page = slot(calendar, time);
        String board = jill.done(page, NEW, "choice", choice(jill, page), "name", name,
                "calendar", calendar, "day", DAY, "at", time).body();
        assertThat(board).contains("Booked.", name);
        return value(board, "data-id=\"(bkg_[a-z0-9]+)\"[^>]*><b>" + name);
    }

    private List<String> entries(String calendar) {
        OpenServer.Answer answer = open.as(OpenServer.SECRET, "GET",
                "/v1/schedule?from=" + DAY + "&calendar=" + calendar, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<String> all = new ArrayList<>();
        for (JsonNode each : answer.json().path("calendars").path(0).path("entries")) {
            all.add(each.path("status").asText() + " " + each.path("start").asText()
                    .substring(11, 16) + "-" + each.path("until").asText().substring(11, 16)
                    + " " + each.path("customer").asText(each.path("reason").asText()));
        }
        return all;
    }

    @Test
    void booksMovesAndUndoes() {
        assertThat(olga.get(BOARD).body()).contains("Maya", "Room 2", "Free 9:00",
                "calendar=" + jon + "&amp;day=" + DAY);
        String anna = walkIn(maya, "10:00", "Anna");
        assertThat(entries(maya)).containsExactly("booked 10:00-11:15 Anna");
        assertThat(entries(room1)).containsExactly("booked 10:00-11:15 Anna");
        walkIn(jon, "10:30", "Bert");
        String page = "/desk/board/visits/" + anna + "?item=0&calendar=" + maya;
        assertThat(jill.get(page).body()).contains("Massage", "Maya, Room 1", "€80");
        String to = "/desk/board/visits/" + anna + "/move";
        OpenServer.Answer refused = jill.fill(page, to, "item", "0", "calendar", maya, "to", jon,
                "day", DAY, "time", "10:45");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("Not free then: Jon", "Free instead:");
        assertThat(entries(maya)).containsExactly("booked 10:00-11:15 Anna");
        String offered = value(refused.body(), "name=\"choice\" value=\"([^\"]*)\"");
        assertThat(jill.done(page, to, "item", "0", "calendar", maya, "choice", offered).body())
                .contains("Moved.");
        assertThat(entries(maya)).isNotEqualTo(List.of("booked 10:00-11:15 Anna"));
        assertThat(jill.done(page, to, "item", "0", "calendar", maya, "to", jon, "day", DAY,
                "time", "14:05").body()).contains("Moved.");
        assertThat(entries(maya)).isEmpty();
        assertThat(entries(jon)).containsExactly("booked 10:30-11:45 Bert",
                "booked 14:05-15:20 Anna");
        OpenServer.Answer stale = jill.send(to, DeskVisitor.fields("token",
                value(jill.get(page).body(), "name=\"token\" value=\"([^\"]*)\""), "version", "1",
                "item", "0", "calendar", jon, "day", DAY, "time", "16:00"));
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.body()).contains("Somebody else changed this");
        assertThat(open.as(OpenServer.SECRET, "GET", "/v1/audit", "").json().path("clean")
                .asBoolean()).isTrue();
    }

    @Test
    void takesBackTheLastChange() {
        walkIn(maya, "10:00", "Anna");
        String page = slot(maya, "12:00");
        OpenServer.Answer booked = jill.fill(page, NEW, "choice", choice(jill, page), "name",
                "Cleo", "calendar", maya, "day", DAY, "at", "12:00");
        String undo = booked.header("Set-Cookie").replaceFirst(";.*", "");
        assertThat(entries(maya)).hasSize(2);
        String shown = jill.with(undo).get(BOARD + "&done=boardBooked").body();
        assertThat(shown).contains("Undo");
        assertThat(jill.with(undo).get(BOARD).body()).doesNotContain("Undo");
        String token = value(shown, "name=\"token\" value=\"([^\"]*)\"");
        OpenServer.Answer taken = jill.with(undo).send("/desk/board/undo",
                DeskVisitor.fields("token", token, "day", DAY));
        assertThat(taken.status()).as(taken.body()).isEqualTo(303);
        assertThat(entries(maya)).containsExactly("booked 10:00-11:15 Anna");
        assertThat(jill.send("/desk/board/undo", DeskVisitor.fields("token", token, "day", DAY))
                .header("Location")).contains("boardNothing");
    }

    @Test
    void blocksOnceAndEveryWeek() {
        walkIn(maya, "10:00", "Anna");
        String form = "/desk/board/block?calendar=" + maya + "&day=" + DAY;
        assertThat(jill.get(form).body()).contains("Not for your role");
        OpenServer.Answer refused = olga.fill(form, "/desk/board/block", "calendar", maya, "day",
                "2099-12-07", "from", "09:00", "to", "10:30", "repeat", "weekly", "until", DAY);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("Anna", "Nothing was blocked");
        assertThat(open.as(OpenServer.SECRET, "GET", "/v1/calendars/" + maya + "/closures", "")
                .json().path("items")).isEmpty();
        String blocked = olga.done(form, "/desk/board/block", "calendar", maya, "day", DAY, "from",
                "12:00", "to", "13:00", "reason", "Lunch", "repeat", "weekly", "until",
                "2099-12-28").body();
        assertThat(blocked).contains("Blocked.", "Lunch");
        assertThat(open.as(OpenServer.SECRET, "GET", "/v1/calendars/" + maya + "/closures", "")
                .json().path("items")).hasSize(3);
        assertThat(entries(maya)).containsExactly("booked 10:00-11:15 Anna",
                "blocked 12:00-13:00 Lunch");
        String block = value(blocked, "href=\"(/desk/board/blocks/[^\"]*)\"")
                .replace("&amp;", "&");
        assertThat(olga.get(block).body()).contains("Lunch", "Remove the block");
        assertThat(olga.done(block, block.replaceFirst("\\?.*", "/remove"), "calendar", maya)
                .body()).contains("The block is removed.");
        assertThat(entries(maya)).containsExactly("booked 10:00-11:15 Anna");
        assertThat(olga.fill(form, "/desk/board/block", "calendar", maya, "day", DAY, "from",
                "12:00", "to", "11:00").status()).isEqualTo(400);
        assertThat(olga.fill(form, "/desk/board/block", "calendar", maya, "day", DAY, "from",
                "12:00", "to", "13:00", "repeat", "daily", "until", "2100-12-31").body())
                .contains("more than 60 days");
    }

    @Test
    void opensTheHoursForABooking() {
        String page = slot(maya, "18:30");
        String choice = massage + "||";
        String[] evening = {"choice", choice, "name", "Dora", "calendar", maya, "day", DAY, "time",
                "18:30"};
        OpenServer.Answer closed = olga.fill(page, NEW, evening);
        assertThat(closed.status()).isEqualTo(409);
        assertThat(closed.body()).contains("Not free then: Maya, Room 1, Room 2",
                "Open the hours of Maya",
                "value=\"Dora\"");
        assertThat(jill.fill(page, NEW, evening).body()).doesNotContain("Open the hours");
        open.as(OpenServer.SECRET, "POST", "/v1/calendars/" + room1 + "/openings", """
                {"start": "2099-12-14T18:00:00+01:00", "end": "2099-12-14T20:00:00+01:00"}""");
        String[] opening = {"choice", choice, "name", "Dora", "calendar", maya, "day", DAY, "time",
                "18:30", "open", "yes"};
        assertThat(olga.done(page, NEW, opening).body()).contains("Booked.", "Dora");
        assertThat(entries(maya)).containsExactly("booked 18:30-19:45 Dora");
        assertThat(open.as(OpenServer.SECRET, "GET", "/v1/calendars/" + maya + "/versions", "")
                .body()).contains("Opened for one booking", "olga");
        OpenServer.Answer taken = olga.fill(page, NEW, opening);
        assertThat(taken.status()).isEqualTo(409);
        assertThat(open.as(OpenServer.SECRET, "GET", "/v1/calendars/" + maya + "/openings", "")
                .json().path("items")).as("the second opening is taken back").hasSize(1);
    }

    @Test
    void showsWeekAndMonth() {
        walkIn(maya, "10:00", "Anna");
        String week = olga.get("/desk/board/week?calendar=" + maya + "&day=2099-12-17").body();
        assertThat(week).contains("Anna", "Maya, Mon", "data-day=\"2099-12-20\"");
        assertThat(olga.get("/desk/board/week?calendar=cal_none").status()).isEqualTo(404);
        assertThat(olga.get("/desk/board/month?month=2099-12").body())
                .contains("December 2099", "1 visit, 8 % full");
        assertThat(olga.get("/desk/board/month?month=2099-12&calendar=" + maya,
                "Accept-Language", "de").body()).contains("1 Termin, zu 16 % belegt");
        assertThat(olga.get(BOARD + "&role=room").body()).contains("Room 1")
                .doesNotContain("aria-label=\"Maya\"");
        OpenServer.Answer load = open.as(OpenServer.SECRET, "GET",
                "/v1/schedule/days?from=" + DAY + "&calendar=" + maya, "");
        assertThat(load.json().path("calendars").path(0).path("days").path(0).toString())
                .isEqualTo("{\"day\":\"" + DAY + "\",\"visits\":1,\"openMinutes\":480,"
                        + "\"takenMinutes\":75}");
        for (String wrong : List.of("from=x", "from=2099-12-14&to=2099-12-14",
                "from=2099-12-14&to=2099-12-22", "day=2099-12-14")) {
            assertThat(open.as(OpenServer.SECRET, "GET", "/v1/schedule?" + wrong, "").status())
                    .as(wrong).isEqualTo(400);
        }
        assertThat(open.as(OpenServer.PUBLISHABLE, "GET", "/v1/schedule", "").status())
                .isEqualTo(403);
        assertThat(open.as(OpenServer.PUBLISHABLE, "POST", "/v1/holds", """
                {"override": true, "items": [{"kind": "time", "service": "%s",
                 "start": "2099-12-14T14:00:00+01:00"}]}""".formatted(massage)).status())
                .isEqualTo(403);
        assertThat(open.as(OpenServer.PUBLISHABLE, "GET", "/v1/services/" + massage
                + "/free?override=true", "").status()).isEqualTo(403);
    }
}
