package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.settings.Config;
import holdfast.testkit.Scratch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Bookings that are over leave the database after their time, and the audit is clean before and
/// after. What is not over stays, and what is on sale can be sold on.
class ArchivedBookingsTest {
    private static final Instant SALE = Instant.parse("2030-01-01T12:00:00Z");
    private static final String EVENT = """
            {"name": "Gala", "start": "%1$s-05-01T18:00:00Z", "end": "%1$s-05-01T22:00:00Z",
             "timeZone": "Europe/Berlin", "limits": {"perCustomer": 20},
             "areas": [
               {"id": "floor", "name": "Floor", "kind": "capacity", "capacity": 500,
                "price": {"amount": 3500, "currency": "EUR"}},
               {"id": "stalls", "name": "Stalls", "kind": "seats",
                "price": {"amount": 5900, "currency": "EUR"},
                "rows": [{"row": "A", "seats": 20}]}]}""";
    private static final String CALENDAR = """
            {"name": "Maya", "timeZone": "UTC", "hours": {"wed": [["09:00", "18:00"]]}}""";
    private static final String SERVICE = """
            {"name": "Massage", "duration": "PT60M", "step": "PT60M", "horizon": "P300D",
             "needs": [{"anyOf": ["THEIRS"]}]}""";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    @TempDir
    Path archive;

    private OpenServer open;

    @BeforeEach
    void begin() {
        scratch.clock().set(SALE);
        open = new OpenServer(scratch.database(), Map.of());
    }

    @AfterEach
    void end() {
        open.close();
    }

    private JsonNode send(int status, String method, String path, String body) {
        OpenServer.Answer answer = open.as(OpenServer.SECRET, method, path, body);
        assertThat(answer.status()).as(method + " " + path + answer.body()).isEqualTo(status);
        return answer.json();
    }

    private String id(String path, String body) {
        return send(201, "POST", path, body).path("id").asText();
    }

    private String book(String items) {
        String hold = send(201, "POST", "/v1/holds", """
                {"items": [%s], "customer": "cus_zorblax"}""".formatted(items))
                .path("id").asText();
        return send(201, "POST", "/v1/holds/" + hold + "/confirm", """
                {"customer": {"name": "Zorblax Quux"}}""").path("id").asText();
    }

    private static String seats(String event, String seats) {
        return """
                {"kind": "capacity", "event": "%1$s", "area": "floor", "quantity": 2},
                {"kind": "seats", "event": "%1$s", "area": "stalls", "seats": [%2$s]}"""
                .formatted(event, seats);
    }

    private static String visit(String service, String start) {
        return """
                {"kind": "time", "service": "%s", "start": "%s"}""".formatted(service, start);
    }

    private void archive() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "HOLDFAST_ARCHIVE", archive.toString(), "HOLDFAST_KEEP_BOOKINGS", "P365D"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ArchiveCommand.archive(scratch.database().dataSource(), Config.from(settings),
                new PrintStream(out, true, StandardCharsets.UTF_8)))
                .as(out.toString(StandardCharsets.UTF_8)).isZero();
    }

    private void audited() {
        JsonNode audit = send(200, "GET", "/v1/audit", "");
        assertThat(audit.path("findings")).as(audit.toString()).isEmpty();
    }

    private int status(String booking) {
        return open.as(OpenServer.SECRET, "GET", "/v1/bookings/" + booking, "").status();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(archive)) {
            return all.filter(file -> file.toString().endsWith(".jsonl.gz")).toList();
        }
    }

    @Test
    void movesBookingsWhoseTimeHasPassed() throws Exception {
        String gala = id("/v1/events", EVENT.formatted("2030"));
        String later = id("/v1/events", EVENT.formatted("2033"));
        String service =
                id("/v1/services", SERVICE.replace("THEIRS", id("/v1/calendars", CALENDAR)));
        String over = book(seats(gala, "\"A-1\", \"A-2\""));
        String visited = book(visit(service, "2030-01-02T10:00:00Z"));
        String both = book(seats(gala, "\"A-3\"") + "," + seats(later, "\"A-3\""));
        String coming = book(seats(later, "\"A-1\""));
        audited();

        scratch.clock().set(Instant.parse("2031-04-30T12:00:00Z"));
        archive();
        assertThat(List.of(status(over), status(visited), status(both), status(coming)))
                .containsExactly(200, 404, 200, 200);
        audited();

        scratch.clock().tick(Duration.ofDays(3));
        archive();
        assertThat(List.of(status(over), status(both), status(coming)))
                .containsExactly(404, 200, 200);
        audited();
        assertThat(send(200, "GET", "/v1/bookings?customer=cus_zorblax", "").path("items"))
                .hasSize(2);
        book(seats(later, "\"A-2\""));
        audited();
        assertThat(files()).hasSize(2).allSatisfy(file -> assertThat(ArchiveCommand.check(file,
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)))
                .isZero());
    }

    /// Archiving gives back what a booking has, and a code that was used must stay used.
    @Test
    void keepsBookingsWithACode() {
        String gala = id("/v1/events", EVENT.formatted("2030"));
        String code = id("/v1/codes", "{\"code\": \"ONCE\", \"percent\": 10, \"uses\": 1}");
        String hold = id("/v1/holds", "{\"items\": [" + seats(gala, "\"A-1\"") + "]}");
        send(200, "POST", "/v1/holds/" + hold + "/codes", "{\"code\": \"ONCE\"}");
        String booking = send(201, "POST", "/v1/holds/" + hold + "/confirm", "{}")
                .path("id").asText();
        scratch.clock().set(Instant.parse("2032-06-01T12:00:00Z"));
        archive();
        assertThat(status(booking)).isEqualTo(200);
        assertThat(send(200, "GET", "/v1/codes/" + code, "").path("left").asLong(-1)).isZero();
        audited();
    }

    /// An event that moves to a later day is not over, however old its bookings are.
    @Test
    void keepsBookingsOfAnEventThatMoved() {
        String gala = id("/v1/events", EVENT.formatted("2030"));
        String booking = book(seats(gala, "\"A-1\", \"A-2\""));
        scratch.clock().set(Instant.parse("2031-04-30T12:00:00Z"));
        OpenServer.Answer found =
                open.as(OpenServer.SECRET, "GET", "/v1/events/" + gala, "");
        assertThat(open.send("PATCH", "/v1/events/" + gala, """
                {"start": "2034-05-01T18:00:00Z", "end": "2034-05-01T22:00:00Z"}""",
                "Authorization", "Bearer " + OpenServer.SECRET,
                "If-Match", found.header("ETag")).status()).isEqualTo(200);
        scratch.clock().set(Instant.parse("2032-06-01T12:00:00Z"));
        archive();
        assertThat(status(booking)).isEqualTo(200);
        audited();
    }
}
