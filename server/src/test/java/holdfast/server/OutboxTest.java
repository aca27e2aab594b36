package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.testkit.Race;
import holdfast.testkit.Scratch;
import holdfast.testkit.ScratchException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The list of changes and the reminders, on one node and on two.
class OutboxTest {
    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    @TempDir
    Path folder;

    private OpenServer node() {
        return new OpenServer(scratch.database(),
                Map.of("HOLDFAST_MAIL_FOLDER", folder.toString()));
    }

    private static JsonNode send(
            OpenServer node, int status, String method, String path, String body) {
        OpenServer.Answer answer = node.as(OpenServer.SECRET, method, path, body);
        assertThat(answer.status()).as(method + " " + path + answer.body()).isEqualTo(status);
        return answer.json();
    }

    private static String event(OpenServer node, String start, String end) {
        return send(node, 201, "POST", "/v1/events", """
                {"name": "Gala", "start": "%s", "end": "%s", "timeZone": "Europe/Berlin",
                 "areas": [{"id": "floor", "kind": "capacity", "capacity": 500}]}"""
                .formatted(start, end)).path("id").asText();
    }

    private static String booked(OpenServer node, String event) {
        String hold = send(node, 201, "POST", "/v1/holds", """
                {"items": [{"kind": "capacity", "event": "%s", "area": "floor",
                            "quantity": 1}]}""".formatted(event)).path("id").asText();
        return send(node, 201, "POST", "/v1/holds/" + hold + "/confirm", """
                {"customer": {"name": "Jon", "email": "jon@example.org"}}""")
                .path("id").asText();
    }

    @Test
    void aReaderMissesNoChangeThatCommitsWhileItReads() {
        int buyers = 6;
        int each = 10;
        List<String> read = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        try (OpenServer one = node(); OpenServer other = node()) {
            String event = event(one, "2036-05-01T18:00:00Z", "2036-05-01T22:00:00Z");
            AtomicInteger running = new AtomicInteger(buyers);
            List<Callable<List<String>>> all = new ArrayList<>();
            for (int buyer = 0; buyer < buyers; buyer++) {
                OpenServer node = buyer % 2 == 0 ? one : other;
                all.add(() -> {
                    List<String> mine = new ArrayList<>();
                    for (int time = 0; time < each; time++) {
                        mine.add(booked(node, event));
                    }
                    running.decrementAndGet();
                    return mine;
                });
            }
            all.add(() -> {
                String after = "0";
                boolean more = true;
                while (more) {
                    boolean last = running.get() == 0;
                    JsonNode page = send(read.size() % 2 == 0 ? one : other, 200, "GET",
                            "/v1/changes?limit=7&after=" + after, "");
                    page.path("items").forEach(change -> {
                        read.add(change.path("booking").asText());
                        numbers.add(change.path("change").asLong());
                    });
                    after = page.path("next").asText();
                    more = !last || !page.path("items").isEmpty();
                }
                return List.of();
            });
            List<String> made = Race.run(all).stream().flatMap(List::stream).toList();
            assertThat(made).hasSize(buyers * each);
            assertThat(read).containsExactlyInAnyOrderElementsOf(made);
            assertThat(numbers).isSorted().startsWith(1L).endsWith((long) buyers * each)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void remindsOnceOfEachStart() throws Exception {
        scratch.clock().running(Duration.ZERO);
        Instant start = Instant.now().plus(Duration.ofHours(60));
        try (OpenServer one = node(); OpenServer other = node()) {
            String event = event(one, start.toString(),
                    start.plus(Duration.ofHours(2)).toString());
            booked(one, event);
            until(one, "sent", 1);
            scratch.clock().running(Duration.ofHours(37));
            // The job of the reminders rests for up to a minute and a half.
            one.reminders().write();
            other.reminders().write();
            one.reminders().write();
            until(one, "sent", 2);
            assertThat(send(one, 200, "GET", "/v1/mails", "").path("items")
                    .findValuesAsText("kind")).containsExactlyInAnyOrder("booked", "reminder");
        }
    }

    private static void until(OpenServer node, String state, int mails)
            throws InterruptedException {
        for (int tries = 0; send(node, 200, "GET", "/v1/mails?state=" + state, "")
                .path("items").size() < mails; tries++) {
            assertThat(tries).isLessThan(300);
            Thread.sleep(Duration.ofMillis(100));
        }
    }

    /// Each promise of the outbox is a constraint that refuses a second row.
    @Test
    void theConstraintsRefuseASecondRow() throws Exception {
        try (OpenServer node = node()) {
            String event = event(node, "2036-05-01T18:00:00Z", "2036-05-01T22:00:00Z");
            send(node, 201, "POST", "/v1/webhooks", "{\"url\": \"https://127.0.0.1:1/\"}");
            booked(node, event);
            until(node, "sent", 1);
            refuses("booking_change_once", "INSERT INTO booking_change (workspace, hold, version,"
                    + " kind, cause, at) SELECT workspace, hold, version, kind, cause, at"
                    + " FROM booking_change");
            refuses("booking_change_number_once", "INSERT INTO booking_change SELECT workspace,"
                    + " 'x', version, kind, cause, at, number FROM booking_change");
            refuses("booking_change_kind_known", "UPDATE booking_change SET kind = 'sold'");
            refuses("mail_change_once", "INSERT INTO mail SELECT workspace, 'x', hold, kind,"
                    + " version, cause, recipient, again, state, tries, made_at, due_at, sent_at,"
                    + " answer, filed FROM mail");
            refuses("mail_sent_at", "UPDATE mail SET sent_at = NULL");
            refuses("webhook_delivery_once",
                    "INSERT INTO webhook_delivery SELECT * FROM webhook_delivery");
        }
    }

    private void refuses(String constraint, String sql) {
        assertThatThrownBy(() -> scratch.database().run(sql)).isInstanceOf(ScratchException.class)
                .hasStackTraceContaining(constraint);
    }
}
