package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.testkit.Race;
import holdfast.testkit.Scratch;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A spa's day with three people and two rooms: twenty walk-ins and the moves of earlier visits at the
/// day board race with twenty customers who book online. No two visits of a person or a room overlap,
/// each visit that was booked is there, and the audit is clean.
class BoardRaceTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final String NEW = "/desk/board/new";
    private static final int MANY = 20;
    private static final Pattern VISIT = Pattern.compile("data-id=\"(bkg_[a-z0-9]+)\"");
    private static final List<String> EARLY = List.of("09:00", "10:15", "11:30");

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private final LocalDate day = LocalDate.now(BERLIN).plusDays(7)
            .with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY));
    private OpenServer open;
    private DeskVisitor jill;
    private final List<String> people = new ArrayList<>();
    private final List<String> rooms = new ArrayList<>();
    private String massage;

    @BeforeEach
    void begin() {
        open = new OpenServer(scratch.database(), Map.of());
        jill = DeskVisitor.in(open, "jill", "desk");
        for (String name : List.of("Maya", "Jon", "Zoe")) {
            people.add(calendar(name));
        }
        for (String name : List.of("Room 1", "Room 2")) {
            rooms.add(calendar(name));
        }
        massage = made("/v1/services", """
                {"name": "Massage", "duration": "PT60M", "bufferAfter": "PT15M", "step": "PT15M",
                 "horizon": "P60D", "price": {"amount": 8000, "currency": "EUR"},
                 "needs": [{"anyOf": ["%s"]}, {"anyOf": ["%s"]}]}
                """.formatted(String.join("\", \"", people), String.join("\", \"", rooms)));
    }

    @AfterEach
    void end() {
        open.close();
    }

    private String calendar(String name) {
        return made("/v1/calendars", """
                {"name": "%s", "timeZone": "Europe/Berlin",
                 "hours": {"mon": [["09:00", "19:00"]]}}""".formatted(name));
    }

    private String made(String path, String body) {
        OpenServer.Answer made = open.as(OpenServer.SECRET, "POST", path, body);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.text("id");
    }

    private static String time(int at) {
        int minute = 9 * 60 + at * 37 % (9 * 4) * 15;
        return "%02d:%02d".formatted(minute / 60, minute % 60);
    }

    private OpenServer.Answer walkIn(String calendar, String time, String name) {
        String page = NEW + "?calendar=" + calendar + "&day=" + day + "&time=" + time;
        return jill.fill(page, NEW, "choice", massage + "||", "name", name, "calendar", calendar,
                "day", day.toString(), "time", time);
    }

    /// Holds and confirms without staff's rights.
    private OpenServer.Answer online(int at) {
        OpenServer.Answer hold = open.as(OpenServer.PUBLISHABLE, "POST", "/v1/holds", """
                {"items": [{"kind": "time", "service": "%s", "start": "%s"}]}"""
                .formatted(massage, day.atTime(LocalTime.parse(time(at))).atZone(BERLIN)
                        .toOffsetDateTime().format(DateTimeFormatter.ISO_OFFSET_DATE_TIME)));
        return hold.status() == 201 ? open.send("POST",
                "/v1/holds/" + hold.text("id") + "/confirm", """
                        {"customer": {"name": "Online %d", "email": "o@example.org"}}"""
                        .formatted(at),
                "Authorization", "Bearer " + OpenServer.PUBLISHABLE,
                "Holdfast-Token", hold.text("token")) : hold;
    }

    private OpenServer.Answer move(String visit, String from, int at) {
        String page = "/desk/board/visits/" + visit + "?item=0&calendar=" + from;
        return jill.fill(page, "/desk/board/visits/" + visit + "/move", "item", "0", "calendar",
                from, "to", people.get(at % people.size()), "day", day.toString(), "time",
                time(at));
    }

    /// The visits of a day, each with when it is there.
    private List<JsonNode> entries(String calendar) {
        List<JsonNode> all = new ArrayList<>();
        open.as(OpenServer.SECRET, "GET", "/v1/schedule?from=" + day + "&calendar=" + calendar, "")
                .json().path("calendars").path(0).path("entries").forEach(all::add);
        return all;
    }

    private static OffsetDateTime at(JsonNode entry, String field) {
        return OffsetDateTime.parse(entry.path(field).asText());
    }

    @Test
    void neverBooksAPersonOrARoomTwice() {
        List<String> early = new ArrayList<>();
        List<String> with = new ArrayList<>();
        for (int at = 0; at < EARLY.size(); at++) {
            with.add(people.get(at));
            assertThat(walkIn(people.get(at), EARLY.get(at), "Early " + at).status())
                    .isEqualTo(303);
            Matcher found = VISIT.matcher(jill.get("/desk/board/week?calendar=" + people.get(at)
                    + "&day=" + day).body());
            assertThat(found.find()).isTrue();
            early.add(found.group(1));
        }
        AtomicInteger walkIns = new AtomicInteger();
        AtomicInteger customers = new AtomicInteger();
        List<Callable<OpenServer.Answer>> all = new ArrayList<>();
        for (int each = 0; each < MANY; each++) {
            int at = each;
            all.add(() -> counted(walkIns, walkIn(
                    people.get(at % people.size()), time(at), "Walk-in " + at), 303));
            all.add(() -> counted(customers, online(at + 5), 201));
        }
        for (int each = 0; each < early.size() * 3; each++) {
            int at = each;
            all.add(() -> move(early.get(at % early.size()), with.get(at % early.size()), at * 7));
        }
        assertThat(Race.run(all)).allSatisfy(answer -> assertThat(answer.status())
                .as(answer.body()).isIn(201, 303, 409));
        assertThat(walkIns.get() + customers.get()).isPositive();
        List<String> booked = new ArrayList<>();
        for (String person : people) {
            entries(person).forEach(entry -> booked.add(entry.path("id").asText()));
        }
        assertThat(booked).doesNotHaveDuplicates()
                .hasSize(early.size() + walkIns.get() + customers.get());
        for (List<String> kind : List.of(people, rooms)) {
            kind.forEach(this::never);
        }
        assertThat(open.as(OpenServer.SECRET, "GET", "/v1/audit", "").json().path("clean")
                .asBoolean()).isTrue();
    }

    private static OpenServer.Answer counted(
            AtomicInteger counter, OpenServer.Answer answer, int made) {
        if (answer.status() == made) {
            counter.incrementAndGet();
        }
        return answer;
    }

    private void never(String calendar) {
        List<JsonNode> all = entries(calendar).stream()
                .sorted((one, other) -> at(one, "from").compareTo(at(other, "from"))).toList();
        for (int each = 1; each < all.size(); each++) {
            assertThat(at(all.get(each), "from")).isAfterOrEqualTo(at(all.get(each - 1), "until"));
        }
    }
}
