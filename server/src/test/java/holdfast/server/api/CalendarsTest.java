package holdfast.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Claim;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Refusal;
import holdfast.Window;
import holdfast.server.api.TimeServer.Reply;
import holdfast.testkit.Race;
import holdfast.testkit.Scratch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CalendarsTest {
    private static final String MAYA = """
            {"name": "Maya", "role": "staff", "timeZone": "Europe/Berlin",
             "hours": {"thu": [["09:00", "12:00"], ["13:00", "18:00"]]}}""";
    private static final String LUNCH = """
            {"start": "2026-12-03T11:00:00+01:00", "end": "2026-12-03T12:00:00+01:00",
             "reason": "dentist"}""";
    private static final String SUNDAY = """
            {"start": "2026-12-06T10:00:00+01:00", "end": "2026-12-06T12:00:00+01:00"}""";

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    private TimeServer server;

    @BeforeEach
    void open() {
        server = new TimeServer(scratch);
        scratch.clock().set(Instant.parse("2026-12-01T08:00:00Z"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HoldOutcome hold(String calendar, String from, String to) {
        return server.engine.hold(new HoldRequest("main", new Claim.Time(
                calendar, new Window(Instant.parse(from), Instant.parse(to)))));
    }

    private boolean open(String calendar, String from, String to) {
        return hold(calendar, from, to) instanceof HoldOutcome.Granted;
    }

    @Test
    void makesReadsChangesAndWithdrawsACalendar() {
        Reply made = server.post("/v1/calendars", MAYA);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.id()).startsWith("cal_");
        assertThat(made.header("Location")).isEqualTo("/v1/calendars/" + made.id());
        assertThat(made.header("ETag")).isEqualTo("\"1\"");
        assertThat(open(made.id(), "2026-12-03T09:00:00Z", "2026-12-03T10:00:00Z")).isTrue();
        assertThat(open(made.id(), "2026-12-04T09:00:00Z", "2026-12-04T10:00:00Z")).isFalse();

        String one = "/v1/calendars/" + made.id();
        assertThat(server.get(one).body()).isEqualTo(made.body());
        assertThat(server.get(one, "If-None-Match", "\"1\"").status()).isEqualTo(304);
        assertThat(server.ask("PATCH", one, "{}").status()).isEqualTo(428);
        Reply changed = server.ask("PATCH", one,
                "{\"hours\": {\"fri\": [[\"10:00\", \"11:00\"]]}}", "If-Match", "\"1\"");
        assertThat(changed.status()).as("%s", changed.body()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
        assertThat(changed.body().path("hours").size()).isEqualTo(2);
        assertThat(open(made.id(), "2026-12-04T09:00:00Z", "2026-12-04T10:00:00Z")).isTrue();
        Reply late = server.ask("PATCH", one, "{\"name\": \"M\"}", "If-Match", "\"1\"");
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.outcome()).isEqualTo("stale");

        assertThat(server.ask("DELETE", one, "", "If-Match", "\"1\"").status()).isEqualTo(412);
        assertThat(server.ask("DELETE", one, "", "If-Match", "\"2\"").status()).isEqualTo(204);
        assertThat(server.ask("DELETE", one, "").status()).as("again").isEqualTo(204);
        assertThat(hold(made.id(), "2026-12-03T13:00:00Z", "2026-12-03T14:00:00Z"))
                .isInstanceOf(Refusal.NotOnSale.class);
        Reply renamed = server.ask("PATCH", one, "{\"name\": \"M\"}", "If-Match", "\"3\"");
        assertThat(renamed.body().path("onSale").asBoolean()).isFalse();
        assertThat(hold(made.id(), "2026-12-03T13:00:00Z", "2026-12-03T14:00:00Z"))
                .as("a change does not put it on sale").isInstanceOf(Refusal.NotOnSale.class);
        assertThat(server.post(one + "/offer", "").body().path("onSale").asBoolean()).isTrue();
        assertThat(open(made.id(), "2026-12-03T13:00:00Z", "2026-12-03T14:00:00Z")).isTrue();
        assertThat(server.get(one + "/versions").body().path("items")).hasSize(5);
    }

    @Test
    void makesACalendarOnceForItsKey() {
        List<Callable<Reply>> runners = new ArrayList<>();
        for (int each = 0; each < 8; each++) {
            runners.add(() -> server.post("/v1/calendars", MAYA, "Idempotency-Key", "k1"));
        }
        List<Reply> replies = Race.run(runners);
        assertThat(replies).extracting(Reply::status).containsOnly(201);
        assertThat(replies).extracting(Reply::body).containsOnly(replies.getFirst().body());
        assertThat(server.get("/v1/calendars").body().path("items")).hasSize(1);
        String one = "/v1/calendars/" + replies.getFirst().id();
        server.ask("PATCH", one, "{\"hours\": null}", "If-Match", "\"1\"");
        Reply again = server.post("/v1/calendars", MAYA, "Idempotency-Key", "k1");
        assertThat(again.body()).isEqualTo(replies.getFirst().body());
        assertThat(open(again.id(), "2026-12-05T02:00:00Z", "2026-12-05T03:00:00Z"))
                .as("the change stands").isTrue();
        Reply other = server.post("/v1/calendars", "{\"name\": \"J\", \"timeZone\": \"UTC\"}",
                "Idempotency-Key", "k1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.outcome()).isEqualTo("keyReused");
    }

    @Test
    void offersTheLastOfManyConcurrentChanges() {
        String one = "/v1/calendars/" + server.post("/v1/calendars", MAYA).id();
        for (int round = 1; round <= 5; round++) {
            String version = "\"" + server.get(one).text("version") + "\"";
            List<Callable<Reply>> runners = new ArrayList<>();
            for (int hour = 0; hour < 6; hour++) {
                String hours = "{\"hours\": {\"thu\": [[\"1" + hour + ":00\", \"1" + hour
                        + ":30\"]]}}";
                runners.add(() -> server.ask("PATCH", one, hours, "If-Match", version));
            }
            assertThat(Race.run(runners)).extracting(Reply::status)
                    .containsOnlyOnce(200).containsOnly(200, 412);
            Reply now = server.get(one);
            String from = now.body().path("hours").path("thu").path(0).path(0).asText();
            for (int hour = 0; hour < 6; hour++) {
                String begin = "1" + hour + ":00";
                boolean free = !server.engine.freeTimes(new holdfast.TimeQuery("main",
                        new Window(Instant.parse("2026-12-03T00:00:00Z"),
                                Instant.parse("2026-12-04T00:00:00Z")),
                        java.time.ZoneId.of("Europe/Berlin"), java.time.Duration.ofMinutes(30),
                        List.of(new Claim.Part(List.of(now.id()),
                                java.time.Duration.ofMinutes(30)))))
                        .starts().stream()
                        .filter(start -> start.start().equals(
                                Instant.parse("2026-12-03T" + begin + ":00+01:00")))
                        .toList().isEmpty();
                assertThat(free).as(begin + " in round " + round).isEqualTo(begin.equals(from));
            }
        }
    }

    @Test
    void refusesAClosureOverABooking() {
        String id = server.post("/v1/calendars", MAYA).id();
        String closures = "/v1/calendars/" + id + "/closures";
        HoldOutcome held = hold(id, "2026-12-03T10:30:00Z", "2026-12-03T11:00:00Z");
        String hold = ((HoldOutcome.Granted) held).hold().id();
        Reply refused = server.post(closures, LUNCH);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.outcome()).isEqualTo("inTheWay");
        assertThat(refused.body().path("claims").path(0).path("hold").asText()).isEqualTo(hold);
        server.engine.cancel(new holdfast.CancelRequest("main", hold, false));

        Reply made = server.post(closures, LUNCH, "Idempotency-Key", "c1");
        assertThat(made.status()).as("%s", made.body()).isEqualTo(201);
        assertThat(open(id, "2026-12-03T10:30:00Z", "2026-12-03T11:00:00Z")).isFalse();
        assertThat(server.get(closures).body().path("items")).containsExactly(made.body());
        assertThat(server.post(closures, LUNCH, "Idempotency-Key", "c1").body())
                .isEqualTo(made.body());
        assertThat(server.get(closures).body().path("items")).hasSize(1);

        String one = closures + "/" + made.id();
        assertThat(server.ask("DELETE", one, "").status()).isEqualTo(204);
        assertThat(server.get(closures).body().path("items")).isEmpty();
        assertThat(server.post(closures, LUNCH, "Idempotency-Key", "c1").body())
                .as("a late repeat closes nothing").isEqualTo(made.body());
        assertThat(server.get(closures).body().path("items")).isEmpty();
        assertThat(open(id, "2026-12-03T10:30:00Z", "2026-12-03T11:00:00Z")).isTrue();
        assertThat(server.ask("DELETE", closures + "/" + hold, "").status()).isEqualTo(404);
    }

    @Test
    void refusesAClosureOverABlockAndKeepsTheBlock() {
        String id = server.post("/v1/calendars", MAYA).id();
        String closures = "/v1/calendars/" + id + "/closures";
        String block = ((holdfast.BlockOutcome.Blocked) server.engine.block(
                new holdfast.BlockRequest("main", "dentist", new Claim.Time(id, new Window(
                        Instant.parse("2026-12-03T10:00:00Z"),
                        Instant.parse("2026-12-03T11:00:00Z"))))))
                .block().id();
        Reply refused = server.post(closures, LUNCH);
        assertThat(refused.body().path("claims").path(0).path("hold").asText())
                .isEqualTo(block);
        assertThat(server.get("/v1/calendars/" + id).text("version"))
                .as("nothing was changed").isEqualTo("1");
        assertThat(server.ask("DELETE", closures + "/" + block, "").status()).isEqualTo(404);
        server.engine.unblock("main", block);
        assertThat(server.post(closures, LUNCH).status()).isEqualTo(201);
    }

    @Test
    void opensTimeOutsideTheHours() {
        String id = server.post("/v1/calendars", MAYA).id();
        String openings = "/v1/calendars/" + id + "/openings";
        Reply made = server.post(openings, SUNDAY, "Idempotency-Key", "o1");
        assertThat(made.status()).isEqualTo(201);
        assertThat(open(id, "2026-12-06T09:00:00Z", "2026-12-06T10:00:00Z")).isTrue();
        assertThat(server.post(openings, SUNDAY, "Idempotency-Key", "o1").body())
                .isEqualTo(made.body());
        assertThat(server.get(openings).body().path("items")).containsExactly(made.body());
        Reply patched = server.ask("PATCH", "/v1/calendars/" + id,
                "{\"name\": \"Maya B.\"}", "If-Match", "\"2\"");
        assertThat(patched.body().path("openings")).as("%s", patched.body()).hasSize(1);
        assertThat(server.ask("DELETE", openings + "/" + made.id(), "").status())
                .isEqualTo(204);
        assertThat(open(id, "2026-12-06T10:00:00Z", "2026-12-06T11:00:00Z")).isFalse();
        assertThat(server.post(openings, SUNDAY, "Idempotency-Key", "o1").status())
                .isEqualTo(201);
        assertThat(server.get(openings).body().path("items"))
                .as("a late repeat opens nothing").isEmpty();
        assertThat(server.ask("DELETE", openings + "/" + made.id(), "").status())
                .isEqualTo(404);
    }

    @Test
    void keepsAllOfManyConcurrentClosuresAndOpenings() {
        String one = "/v1/calendars/" + server.post("/v1/calendars", MAYA).id();
        List<Callable<Reply>> runners = new ArrayList<>();
        for (int day = 10; day < 16; day++) {
            String stretch = "{\"start\": \"2026-12-" + day + "T20:00:00Z\", \"end\": \"2026-12-"
                    + day + "T21:00:00Z\"}";
            runners.add(() -> server.post(one + "/closures", stretch));
            runners.add(() -> server.post(one + "/openings", stretch));
        }
        assertThat(Race.run(runners)).extracting(Reply::status).containsOnly(201);
        assertThat(server.get(one).body().path("closures")).hasSize(6);
        assertThat(server.get(one).body().path("openings")).hasSize(6);
    }

    @Test
    void hidesReasonsFromBuyersAndRefusesTheirChanges() {
        String one = "/v1/calendars/" + server.post("/v1/calendars", MAYA).id();
        server.post(one + "/closures", LUNCH);
        String[] buyer = {"Authorization", "buy main"};
        assertThat(server.get(one).body().has("closures")).isTrue();
        assertThat(server.get(one, buyer).body().has("closures")).isFalse();
        assertThat(server.get("/v1/calendars", buyer).body().toString())
                .contains("Maya").doesNotContain("dentist");
        assertThat(server.get(one + "/closures", buyer).status()).isEqualTo(403);
        assertThat(server.get(one, "Authorization", "own other").status()).isEqualTo(404);
        assertThat(server.post(one + "/closures", LUNCH, "Authorization", "own other").status())
                .isEqualTo(404);
    }

    @Test
    void namesInvalidFields() {
        String one = "/v1/calendars/" + server.post("/v1/calendars", MAYA).id();
        assertThat(server.post("/v1/calendars", MAYA.replace("\"role\"", "\"closures\"")).body()
                .path("field").asText()).isEqualTo("closures");
        assertThat(server.post("/v1/calendars", MAYA.replace("18:00", "12:30")).text("field"))
                .startsWith("hours");
        assertThat(server.post(one + "/closures", LUNCH.replace("12:00:00", "10:00:00"))
                .text("field")).isEqualTo("end");
        assertThat(server.post(one + "/closures", LUNCH.replace("end\": \"2026", "end\": \"2036"))
                .text("field")).isEqualTo("end");
        assertThat(server.ask("PATCH", one, "{\"openings\": []}", "If-Match", "\"1\"")
                .text("field")).isEqualTo("openings");
    }
}
