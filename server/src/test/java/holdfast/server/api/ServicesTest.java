package holdfast.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.api.TimeServer.Reply;
import holdfast.testkit.Scratch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ServicesTest {
    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    private TimeServer server;
    private String maya;
    private String jon;
    private String room;

    @BeforeEach
    void open() {
        server = new TimeServer(scratch);
        scratch.clock().set(Instant.parse("2026-12-01T08:00:00Z"));
        maya = calendar("""
                {"name": "Maya", "timeZone": "Europe/Berlin", "hours": {
                 "thu": [["10:00", "12:00"]], "fri": [["10:00", "11:00"]]}}""");
        jon = calendar("""
                {"name": "Jon", "timeZone": "Europe/Berlin", "hours": {
                 "thu": [["11:00", "13:00"]]}}""");
        room = calendar("{\"name\": \"Room\", \"timeZone\": \"Europe/Berlin\"}");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String calendar(String json) {
        return server.post("/v1/calendars", json).id();
    }

    private String massage() {
        return """
                {"name": "Deep tissue massage", "duration": "PT60M", "bufferAfter": "PT15M",
                 "step": "PT30M", "notice": "PT2H", "horizon": "P90D",
                 "price": {"amount": 8000, "currency": "EUR"},
                 "needs": [{"anyOf": ["%s", "%s"]}, {"anyOf": ["%s"]}],
                 "limits": {"perCustomerPerDay": 1}}""".formatted(maya, jon, room);
    }

    private List<String> starts(Reply reply) {
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
        List<String> all = new ArrayList<>();
        for (JsonNode start : reply.body().path("starts")) {
            List<String> with = new ArrayList<>();
            start.path("with").forEach(each -> with.add(each.asText()));
            all.add(start.path("start").asText() + " " + String.join(",", with)
                    .replace(maya, "maya").replace(jon, "jon").replace(room, "room"));
        }
        return all;
    }

    @Test
    void makesReadsChangesAndWithdrawsAService() {
        Reply made = server.post("/v1/services", massage(), "Idempotency-Key", "s1");
        assertThat(made.status()).as("%s", made.body()).isEqualTo(201);
        assertThat(made.id()).startsWith("svc_");
        assertThat(server.post("/v1/services", massage(), "Idempotency-Key", "s1").body())
                .isEqualTo(made.body());
        String one = "/v1/services/" + made.id();
        assertThat(server.get(one, "Authorization", "buy main").body()).isEqualTo(made.body());
        Reply changed = server.ask("PATCH", one,
                "{\"price\": {\"amount\": 8500}}", "If-Match", "\"1\"");
        assertThat(changed.body().path("price").toString())
                .isEqualTo("{\"amount\":8500,\"currency\":\"EUR\"}");
        assertThat(server.ask("DELETE", one, "").status()).isEqualTo(204);
        assertThat(starts(server.get(one + "/free"))).isEmpty();
        assertThat(server.get("/v1/services", "Authorization", "buy main").body().path("items"))
                .isEmpty();
        assertThat(server.post(one + "/offer", "").status()).isEqualTo(200);
        assertThat(starts(server.get(one + "/free"))).isNotEmpty();
    }

    @Test
    void listsFreeTimesInTheCalendarsZone() {
        String one = "/v1/services/" + server.post("/v1/services", massage()).id();
        Reply free = server.get(one + "/free?from=2026-12-01&to=2026-12-05",
                "Authorization", "buy main");
        assertThat(free.text("timeZone")).isEqualTo("Europe/Berlin");
        assertThat(free.header("Cache-Control")).isEqualTo("no-store");
        assertThat(starts(free)).containsExactly(
                "2026-12-03T10:00:00+01:00 maya,room", "2026-12-03T10:30:00+01:00 maya,room",
                "2026-12-03T11:00:00+01:00 maya,room", "2026-12-03T11:30:00+01:00 jon,room",
                "2026-12-03T12:00:00+01:00 jon,room", "2026-12-04T10:00:00+01:00 maya,room");
        assertThat(starts(server.get(one + "/free?from=2026-12-03&to=2026-12-04&with=" + jon)))
                .containsExactly("2026-12-03T11:00:00+01:00 jon,room",
                        "2026-12-03T11:30:00+01:00 jon,room", "2026-12-03T12:00:00+01:00 jon,room");
        assertThat(starts(server.get(one + "/free?from=2026-12-03&with=" + jon + "," + room)))
                .isEqualTo(starts(server.get(
                        one + "/free?from=2026-12-03&with=" + jon + "&with=" + room)));
        assertThat(server.get(one + "/free/days?from=2026-12-01&to=2027-01-01").body()
                .path("days").toString()).isEqualTo("[\"2026-12-03\",\"2026-12-04\","
                        + "\"2026-12-10\",\"2026-12-11\",\"2026-12-17\",\"2026-12-18\","
                        + "\"2026-12-24\",\"2026-12-25\",\"2026-12-31\"]");
        assertThat(starts(server.get(one + "/free"))).as("a week from today").hasSize(6);
    }

    @Test
    void takesTheZoneOfTheFirstCalendar() {
        String chatham = calendar("""
                {"name": "Tui", "timeZone": "Pacific/Chatham", "hours": {
                 "sun": [["02:00", "05:00"]]}}""");
        String one = "/v1/services/" + server.post("/v1/services", """
                {"name": "Watch", "duration": "PT30M", "step": "PT60M", "horizon": "P365D",
                 "needs": [{"anyOf": ["%s"]}]}""".formatted(chatham)).id();
        Reply free = server.get(one + "/free?from=2027-04-04&to=2027-04-05");
        assertThat(free.text("timeZone")).isEqualTo("Pacific/Chatham");
        assertThat(starts(free)).as("the clocks go back at 03:45").extracting(
                start -> start.substring(0, 25)).containsExactly(
                        "2027-04-04T02:00:00+13:45", "2027-04-04T03:00:00+13:45",
                        "2027-04-04T03:00:00+12:45", "2027-04-04T04:00:00+12:45");
    }

    @Test
    void namesInvalidFields() {
        assertThat(server.post("/v1/services", massage().replace(jon, "cal_nobody"))
                .text("field")).isEqualTo("needs[0].anyOf[1]");
        assertThat(server.post("/v1/services", massage(), "Authorization", "own other")
                .text("field")).as("another workspace's").isEqualTo("needs[0].anyOf[0]");
        assertThat(server.post("/v1/services", massage().replace("PT30M", "PT0.5S"))
                .text("field")).isEqualTo("step");
        assertThat(server.post("/v1/services", massage().replace("PT30M", "PT90.5S"))
                .text("field")).isEqualTo("step");
        assertThat(server.post("/v1/services",
                massage().replace("[\"" + room + "\"]", "[\"" + room + "\"], \"to\": \"PT2H\""))
                .text("field")).isEqualTo("needs[1].to");
        String one = "/v1/services/" + server.post("/v1/services", massage()).id();
        for (String[] wrong : new String[][] {
                {"from=2026-12-01&to=2026-12-01", "to"}, {"from=2026-12-01&to=2027-02-02", "to"},
                {"from=tomorrow", "from"}, {"from=0001-01-01", "from"},
                {"until=2026-12-01", "until"},
                {"with=cal_nobody", "with"}, {"from=2026-12-01&from=2026-12-02", "from"}}) {
            Reply reply = server.get(one + "/free?" + wrong[0]);
            assertThat(reply.status()).as(wrong[0]).isEqualTo(400);
            assertThat(reply.text("field")).as(wrong[0]).isEqualTo(wrong[1]);
        }
        assertThat(server.get(one + "/free?from=2026-12-01&to=2027-02-01").status())
                .as("62 days").isEqualTo(200);
        assertThat(server.get("/v1/services/svc_none/free").status()).isEqualTo(404);
    }
}
