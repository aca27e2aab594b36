package holdfast.e2e;

import static holdfast.e2e.SampleItems.basket;
import static holdfast.e2e.SampleItems.visit;
import static holdfast.e2e.TestShop.shop;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Bounds on time queries: the largest allowed one is answered soon and in pages; a larger one is
/// refused, and the refusal names the field that is too large.
class BoundedTimesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final int LARGEST = 1 << 20;

    private final Client owner = shop().owner();
    private final Client visitor = shop().visitor();
    private final LocalDate day = LocalDate.now(BERLIN).plusDays(2);

    private List<String> calendars(int count, int lanes) {
        return IntStream.range(0, count).mapToObj(at -> owner.post("/v1/calendars", """
                {"name": "Room %d", "timeZone": "Europe/Berlin", "lanes": %d}"""
                .formatted(at, lanes)).is(201).text("id")).toList();
    }

    private static String need(List<String> calendars, String more) {
        return "{\"anyOf\": [\"" + String.join("\", \"", calendars) + "\"]" + more + "}";
    }

    private Reply service(String times, List<String> needs) {
        return owner.post("/v1/services", """
                {"name": "All of us", %s, "horizon": "P1000D", "needs": [%s]}"""
                .formatted(times, String.join(", ", needs)));
    }

    private String everyMinute(List<String> needs) {
        return service("\"duration\": \"PT60M\", \"step\": \"PT1M\"", needs).is(201).text("id");
    }

    private String free(String service, LocalDate from, LocalDate to) {
        return "/v1/services/" + service + "/free?from=" + from + "&to=" + to;
    }

    /// Reads all pages and returns all starts; no page may be too long.
    private List<OffsetDateTime> all(String service, LocalDate to) {
        List<OffsetDateTime> all = new ArrayList<>();
        LocalDate from = day;
        while (true) {
            Reply free = visitor.get(free(service, from, to)).is(200);
            assertThat(free.body().toString().length()).isLessThan(LARGEST);
            free.at("starts")
                    .forEach(each -> all.add(OffsetDateTime.parse(each.path("start").asText())));
            if (!free.body().has("next")) {
                return all;
            }
            LocalDate next = LocalDate.parse(free.text("next"));
            assertThat(next).isAfter(from).isBefore(to);
            from = next;
        }
    }

    @Test
    void listsEightNeedsOfTheSameCalendars() {
        List<String> seven = calendars(7, 1);
        String none = everyMinute(Collections.nCopies(8, need(seven, "")));
        Reply free = visitor.get(free(none, day, day.plusDays(62))).is(200);
        assertThat(free.at("starts")).isEmpty();
        assertThat(free.body().has("next")).isFalse();
        assertThat(visitor.get("/v1/services/" + none + "/free/days?from=" + day + "&to="
                + day.plusDays(62)).is(200).at("days")).isEmpty();
        String noon = day.atTime(12, 0).atZone(BERLIN).toOffsetDateTime().toString();
        Reply refused = visitor.post("/v1/holds", basket(visit(none, noon)))
                .refuses(409, "unavailable");
        assertThat(refused.at("alternatives")).isEmpty();
        String some = everyMinute(Collections.nCopies(7, need(seven, "")));
        assertThat(visitor.post("/v1/holds", basket(visit(some, noon))).is(201)
                .at("/items/0/with")).hasSize(7);
    }

    /// Half of the needs use a calendar at the beginning, half at the end, one all the time.
    @Test
    void listsNeedsThatOverlapInPart() {
        List<String> five = calendars(5, 1);
        List<String> needs = new ArrayList<>();
        needs.add(need(five, ""));
        for (int at = 0; at < 7; at++) {
            needs.add(need(five, ", \"from\": \"PT" + 5 * at + "M\", \"to\": \"PT"
                    + (5 * at + 20) + "M\""));
        }
        String service = everyMinute(needs);
        assertThat(all(service, day.plusDays(10)))
                .hasSizeBetween(10 * 23 * 60, 10 * 25 * 60).doesNotHaveDuplicates();
        String most = everyMinute(Collections.nCopies(8, need(calendars(9, 1), "")));
        assertThat(all(most, day.plusDays(3))).hasSizeBetween(3 * 23 * 60, 3 * 25 * 60);
    }

    @Test
    void listsEightNeedsOfAHundredCalendarsInPages() {
        List<String> hundred = calendars(100, 1);
        String service = everyMinute(Collections.nCopies(8, need(hundred, "")));
        Reply first = visitor.get(free(service, day, day.plusDays(62))).is(200);
        assertThat(first.at("starts")).isNotEmpty();
        assertThat(first.text("next")).isEqualTo(day.plusDays(1).toString());
        assertThat(visitor.get("/v1/services/" + service + "/free/days?from=" + day + "&to="
                + day.plusDays(62)).is(200).at("days")).hasSize(62);
        String one = everyMinute(List.of(need(hundred, "")));
        List<OffsetDateTime> starts = all(one, day.plusDays(20));
        assertThat(starts).hasSizeBetween(19 * 24 * 60, 21 * 24 * 60).isSorted();
        visitor.post("/v1/holds", basket(visit(service, first.text("/starts/0/start")))).is(201);
    }

    @Test
    void refusesCalendarsOfTooManyLanes() {
        List<String> large = calendars(2, 1_000);
        String most = everyMinute(Collections.nCopies(8, need(large, "")));
        assertThat(visitor.get(free(most, day, day.plusDays(62))).is(200).at("starts"))
                .isNotEmpty();
        visitor.post("/v1/holds", basket(visit(most,
                day.atTime(12, 0).atZone(BERLIN).toOffsetDateTime().toString()))).is(201);
        List<String> more = new ArrayList<>(large);
        more.addAll(calendars(1, 1));
        Reply refused = service("\"duration\": \"PT60M\"", List.of(need(more, "")))
                .refuses(400, "invalid");
        assertThat(refused.text("field")).isEqualTo("needs");
        Reply small = owner.post("/v1/calendars", """
                {"name": "Sauna", "timeZone": "Europe/Berlin", "lanes": 8}""").is(201);
        Reply sauna = service("\"duration\": \"PT60M\"", List.of(
                need(List.of(small.text("id")), ""), need(large.subList(0, 1), ""))).is(201);
        Reply raised = owner.patch("/v1/calendars/" + small.text("id"), "{\"lanes\": 1000}",
                "If-Match", small.needed("ETag")).is(200);
        Reply wider = owner.patch("/v1/services/" + sauna.text("id"), "{\"needs\": ["
                + need(List.of(small.text("id"), large.get(0), large.get(1)), "") + "]}",
                "If-Match", sauna.needed("ETag")).refuses(400, "invalid");
        assertThat(wider.text("field")).isEqualTo("needs");
        Reply again = owner.patch("/v1/calendars/" + small.text("id"), "{\"lanes\": 10}",
                "If-Match", raised.needed("ETag")).is(200);
        owner.patch("/v1/services/" + sauna.text("id"), "{\"needs\": ["
                + need(List.of(small.text("id"), large.get(0)), "") + ", "
                + need(calendars(1, 900), "") + "]}",
                "If-Match", sauna.needed("ETag")).is(200);
        Reply lanes = owner.patch("/v1/calendars/" + small.text("id"), "{\"lanes\": 101}",
                "If-Match", again.needed("ETag")).refuses(400, "invalid");
        assertThat(lanes.text("field")).isEqualTo("lanes");
    }

    /// Each client sends the largest query and hangs up; the next request is served at once.
    @Test
    void freesTheWorkOfADisconnectedClient() throws IOException {
        String service = everyMinute(Collections.nCopies(8, need(calendars(7, 1), "")));
        for (int each = 0; each < 60; each++) {
            try (Socket socket =
                    new Socket(shop().address().getHost(), shop().address().getPort())) {
                socket.getOutputStream().write(("GET " + free(service, day, day.plusDays(62))
                        + " HTTP/1.1\r\nHost: shop\r\nAuthorization: Bearer " + TestShop.SECRET
                        + "\r\n\r\n").getBytes(ISO_8859_1));
            }
        }
        assertThat(visitor.get(free(service, day, day.plusDays(1))).is(200).at("starts"))
                .isEmpty();
    }

    @Test
    void refusesDurationsBeyondTheirBounds() {
        List<String> one = calendars(1, 1);
        for (String times : List.of("\"duration\": \"PT9000000000000H\"",
                "\"duration\": \"P40D\"", "\"duration\": \"PT0.5S\"", "\"duration\": \"-PT1H\"")) {
            assertThat(service(times, List.of(need(one, ""))).refuses(400, "invalid")
                    .text("field")).isEqualTo("duration");
        }
        for (String field : List.of("bufferBefore", "bufferAfter", "step", "notice")) {
            assertThat(service("\"duration\": \"PT1H\", \"" + field + "\": \"PT9000000000H\"",
                    List.of(need(one, ""))).refuses(400, "invalid").text("field"))
                    .isEqualTo(field);
        }
        String hour = "\"duration\": \"PT1H\"";
        assertThat(service(hour, List.of(need(one, ", \"to\": \"PT0.0000001S\"")))
                .refuses(400, "invalid").text("field")).isEqualTo("needs[0].to");
        assertThat(service(hour, List.of(need(one, ", \"from\": \"PT0.0000001S\"")))
                .refuses(400, "invalid").text("field")).isEqualTo("needs[0].from");
        assertThat(service(hour, List.of(need(one, ", \"to\": \"PT9000000000000H\"")))
                .refuses(400, "invalid").text("field")).isEqualTo("needs[0].to");
    }

    /// A rule like this, once accepted, would make every later cancellation a server error.
    @Test
    void refusesARuleWithAnAbsurdDuration() {
        for (String field : List.of("cancelUntilBefore", "exchangeUntilBefore")) {
            for (String absurd : List.of("PT9000000000000H", "P367D", "-PT1H", "PT0.5S",
                    "PT2562047788015215H", "P2147483647D")) {
                Reply rules = owner.get("/v1/workspace").is(200);
                Reply refused = owner.patch("/v1/workspace",
                        "{\"" + field + "\": \"" + absurd + "\"}",
                        "If-Match", rules.needed("ETag")).refuses(400, "invalid");
                assertThat(refused.text("field")).isEqualTo(field);
            }
        }
    }
}
