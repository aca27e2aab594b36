package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.json.Json;
import holdfast.testkit.Scratch;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Tickets and the door over HTTP: each answer of a scan, entered once, what is sent later, and what
/// is revoked.
class CheckInTest {
    private static final String EVENT = """
            {"name": "Gala", "start": "2030-05-01T18:00:00Z", "end": "2030-05-01T22:00:00Z",
             "timeZone": "Europe/Berlin",
             "areas": [
               {"id": "floor", "name": "Floor", "kind": "capacity", "capacity": 500,
                "price": {"amount": 3500, "currency": "EUR"}},
               {"id": "stalls", "name": "Stalls", "kind": "seats",
                "price": {"amount": 5900, "currency": "EUR"},
                "rows": [{"row": "A", "seats": 20}]}]}""";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private final List<OpenServer> nodes = new ArrayList<>();
    private String event;
    private int scans;

    @BeforeEach
    void begin() {
        nodes.add(new OpenServer(scratch.database(), Map.of()));
        event = send(201, "POST", "/v1/events", EVENT).path("id").asText();
    }

    @AfterEach
    void end() {
        nodes.forEach(OpenServer::close);
        nodes.clear();
    }

    private JsonNode send(int status, String method, String path, String body, String... more) {
        List<String> headers = new ArrayList<>(more.length > 0 && more[0].equals("Authorization")
                ? List.of() : List.of("Authorization", "Bearer " + OpenServer.SECRET));
        headers.addAll(List.of(more));
        OpenServer.Answer answer = nodes.getFirst().send(
                method, path, body, headers.toArray(String[]::new));
        assertThat(answer.status()).as(method + " " + path + answer.body()).isEqualTo(status);
        return answer.json();
    }

    private JsonNode holding(String items) {
        return send(201, "POST", "/v1/holds", """
                {"items": [%s]}""".formatted(items));
    }

    private String book(String items, String payment) {
        String hold = holding(items).path("id").asText();
        return send(201, "POST", "/v1/holds/" + hold + "/confirm", """
                {"customer": {"name": "Ann Example", "email": "ann@example.org",
                              "language": "de"}, "payment": %s}""".formatted(payment))
                .path("id").asText();
    }

    private String seat(String name) {
        return """
                {"kind": "seats", "event": "%s", "area": "stalls", "seats": ["%s"]}"""
                .formatted(event, name);
    }

    private static String paid(long amount) {
        return """
                {"method": "external", "reference": "pi_1",
                 "amount": {"amount": %d, "currency": "EUR"}}""".formatted(amount);
    }

    private String booked(String seat) {
        return book(seat(seat), paid(5900));
    }

    private List<JsonNode> tickets(String booking) {
        List<JsonNode> all = new ArrayList<>();
        send(200, "GET", "/v1/bookings/" + booking + "/tickets", "").path("items")
                .forEach(all::add);
        return all;
    }

    private JsonNode ticket(String booking) {
        return tickets(booking).getLast();
    }

    private String scan(JsonNode ticket, String more) {
        scans++;
        return """
                {"code": "%s", "nonce": "nonce %06d", "door": "north"%s}"""
                .formatted(ticket.path("code").asText(), scans, more);
    }

    private JsonNode enters(JsonNode ticket) {
        return send(201, "POST", "/v1/check-ins", scan(ticket, ""));
    }

    private JsonNode refused(String outcome, JsonNode ticket, String more) {
        JsonNode problem = send(409, "POST", "/v1/check-ins", scan(ticket, more));
        assertThat(problem.path("type").asText()).endsWith("/" + outcome);
        return problem;
    }

    @Test
    void aTicketEntersOnce() {
        JsonNode ticket = ticket(booked("A-1"));
        JsonNode in = enters(ticket);
        assertThat(in.path("outcome").asText()).isEqualTo("ok");
        assertThat(in.path("ticket").path("seat").asText()).isEqualTo("A-1");
        assertThat(in.path("ticket").path("name").asText()).isEqualTo("Ann Example");
        JsonNode again = refused("already", ticket, "");
        assertThat(again.path("earlier").path("door").asText()).isEqualTo("north");
        assertThat(again.path("earlier").path("by").asText()).isNotEmpty();
        refused("already", ticket, ", \"force\": true");
        send(200, "POST", "/v1/check-ins", scan(ticket, ", \"direction\": \"out\""));
        refused("notInside", ticket, ", \"direction\": \"out\"");
        String second = enters(ticket).path("checkIn").path("id").asText();
        assertThat(send(200, "POST", "/v1/check-ins/" + second + "/undo", "").path("status")
                .asText()).isEqualTo("undone");
        send(200, "POST", "/v1/check-ins/" + second + "/undo", "");
        enters(ticket);
    }

    @Test
    void aScanThatIsSentAgainIsOneEntry() {
        JsonNode ticket = ticket(booked("A-1"));
        String scan = scan(ticket, "");
        JsonNode first = send(201, "POST", "/v1/check-ins", scan);
        assertThat(send(200, "POST", "/v1/check-ins", scan).path("checkIn"))
                .isEqualTo(first.path("checkIn"));
        JsonNode other = ticket(booked("A-2"));
        JsonNode reused = send(409, "POST", "/v1/check-ins", scan.replace(
                ticket.path("code").asText(), other.path("code").asText()));
        assertThat(reused.path("type").asText()).endsWith("/nonceReused");
    }

    @Test
    void whatIsNotPaidIsPaidFirst() {
        JsonNode ticket = ticket(book(seat("A-1"), "{\"method\": \"onSite\"}"));
        JsonNode unpaid = refused("unpaid", ticket, "");
        assertThat(unpaid.path("due").path("amount").asLong()).isEqualTo(5900);
        JsonNode forced = send(201, "POST", "/v1/check-ins", scan(ticket, ", \"force\": true"));
        assertThat(forced.path("checkIn").path("forced").asText()).isEqualTo("unpaid");
    }

    @Test
    void onlyTheNewestCodeIsValid() {
        String booking = booked("A-1");
        JsonNode first = ticket(booking);
        String path = "/v1/tickets/" + first.path("id").asText();
        JsonNode next = send(200, "POST", path + "/reissue", "", "If-Match", "\"1\"");
        assertThat(next.path("sequence").asInt()).isEqualTo(2);
        send(412, "POST", path + "/reissue", "", "If-Match", "\"1\"");
        refused("revoked", first, "");
        JsonNode passed = send(200, "POST", path + "/transfer", """
                {"name": "Bob Example", "email": "bob@example.org"}""");
        refused("revoked", next, "");
        assertThat(enters(passed).path("ticket").path("name").asText())
                .isEqualTo("Bob Example");
        send(409, "POST", path + "/reissue", "");
        JsonNode revoked = send(200, "GET", "/v1/events/" + event + "/door/revoked", "");
        assertThat(revoked.path("items").get(0).path("validFrom").asInt()).isEqualTo(3);
        send(200, "POST", "/v1/bookings/" + booking + "/cancel", "{}");
        refused("cancelled", passed, "");
    }

    @Test
    void anExchangeRevokesWhatIsNoLongerSold() {
        String booking = booked("A-1");
        JsonNode before = ticket(booking);
        send(200, "POST", "/v1/bookings/" + booking + "/exchange", """
                {"items": [%s]}""".formatted(seat("A-2")), "If-Match", "*");
        refused("revoked", before, "");
        List<JsonNode> all = tickets(booking);
        assertThat(all).hasSize(2);
        JsonNode now = all.stream().filter(each -> each.path("status").asText().equals("valid"))
                .findFirst().orElseThrow();
        assertThat(now.path("seat").asText()).isEqualTo("A-2");
        enters(now);
    }

    @Test
    void doorsAdmitTheirAreasFromTheirTime() {
        send(200, "PUT", "/v1/events/" + event + "/doors", """
                {"doors": [{"id": "north", "name": "North", "areas": ["floor"]},
                           {"id": "early", "opensAt": "2199-01-01T00:00:00Z"},
                           {"id": "west", "areas": []}]}""");
        JsonNode ticket = ticket(booked("A-1"));
        refused("wrongDoor", ticket, "");
        send(409, "POST", "/v1/check-ins", scan(ticket, "").replace("north", "unheard of"));
        JsonNode early = send(409, "POST", "/v1/check-ins",
                scan(ticket, "").replace("north", "early"));
        assertThat(early.path("type").asText()).endsWith("/tooEarly");
        send(200, "POST", "/v1/tickets/" + ticket.path("id").asText() + "/block", "");
        assertThat(send(409, "POST", "/v1/check-ins", scan(ticket, "").replace("north", "west"))
                .path("type").asText()).endsWith("/blocked");
        send(200, "POST", "/v1/tickets/" + ticket.path("id").asText() + "/unblock", "");
        send(201, "POST", "/v1/check-ins", scan(ticket, "").replace("north", "west"));
        send(400, "PUT", "/v1/events/" + event + "/doors", """
                {"doors": [{"id": "north", "areas": ["roof"]}]}""");
    }

    @Test
    void otherCodesAreNoTickets() {
        JsonNode ticket = ticket(booked("A-1"));
        String code = ticket.path("code").asText();
        for (String wrong : List.of(code.substring(1), code.replace(code.charAt(60), 'Q') + "0",
                "7".repeat(126), "hello")) {
            JsonNode answer = send(409, "POST", "/v1/check-ins", """
                    {"code": "%s", "nonce": "nonce of another"}""".formatted(wrong));
            assertThat(answer.path("type").asText()).endsWith("/notATicket");
        }
        send(201, "POST", "/v1/check-ins", """
                {"ticket": "%s", "nonce": "nonce by id", "event": "%s"}"""
                .formatted(ticket.path("id").asText(), event));
    }

    /// 64 scanners on two nodes scan one ticket.
    @Test
    @Tag("check_in_entered_once")
    void oneOfManyScannersLetsIn() throws Exception {
        nodes.add(new OpenServer(scratch.database(), Map.of()));
        for (int round = 1; round <= 5; round++) {
            JsonNode ticket = ticket(booked("A-" + round));
            List<Callable<Integer>> scanners = new ArrayList<>();
            for (int scanner = 0; scanner < 64; scanner++) {
                String scan = scan(ticket, "");
                OpenServer node = nodes.get(scanner % 2);
                scanners.add(() -> node.as(
                        OpenServer.SECRET, "POST", "/v1/check-ins", scan).status());
            }
            List<Integer> statuses = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Integer> each : threads.invokeAll(scanners)) {
                    statuses.add(each.get());
                }
            }
            assertThat(statuses).containsOnly(201, 409)
                    .filteredOn(each -> each == 201).hasSize(1);
        }
        JsonNode counts = send(200, "GET", "/v1/events/" + event + "/door/counts", "");
        assertThat(counts.path("inside").asInt()).isEqualTo(5);
    }

    /// One scan that is sent by many at once, as by an impatient network.
    @Test
    @Tag("check_in_nonce_once")
    void aNonceIsOneEntryOnTwoNodes() throws Exception {
        nodes.add(new OpenServer(scratch.database(), Map.of()));
        List<JsonNode> all = List.of(ticket(booked("A-1")), ticket(booked("A-2")));
        List<Callable<Integer>> scanners = new ArrayList<>();
        for (int at = 0; at < 32; at++) {
            OpenServer node = nodes.get(at % 2);
            String scan = """
                    {"code": "%s", "nonce": "the same nonce"}""".formatted(
                    all.get(at / 2 % 2).path("code").asText());
            scanners.add(() -> node.as(
                    OpenServer.SECRET, "POST", "/v1/check-ins", scan).status());
        }
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> each : threads.invokeAll(scanners)) {
                statuses.add(each.get());
            }
        }
        assertThat(statuses).filteredOn(each -> each == 201).hasSize(1);
        assertThat(statuses).filteredOn(each -> each == 200).hasSize(15);
        assertThat(statuses).filteredOn(each -> each == 409).hasSize(16);
    }

    @Test
    void nothingIsRefusedOnUpload() {
        JsonNode online = ticket(booked("A-1"));
        JsonNode fresh = ticket(booked("A-2"));
        JsonNode unpaid = ticket(book(seat("A-3"), "{\"method\": \"onSite\"}"));
        enters(online);
        String upload = """
                {"device": "scanner 7", "scans": [
                  {"code": "%s", "nonce": "offline 1", "at": "2030-05-01T17:00:00Z", "door": "n"},
                  {"code": "%s", "nonce": "offline 2", "at": "2030-05-01T17:01:00Z"},
                  {"code": "%s", "nonce": "offline 3", "at": "2030-05-01T17:02:00Z"},
                  {"code": "what is this", "nonce": "offline 4", "event": "%s",
                   "at": "2030-05-01T17:03:00Z"}]}""".formatted(
                online.path("code").asText(), fresh.path("code").asText(),
                unpaid.path("code").asText(), event);
        for (int times = 0; times < 2; times++) {
            JsonNode items = send(200, "POST", "/v1/check-ins/upload", upload).path("items");
            List<String> outcomes = new ArrayList<>();
            items.forEach(item -> outcomes.add(item.path("outcome").asText()));
            assertThat(outcomes).containsExactly("already", "ok", "unpaid", "notATicket");
        }
        JsonNode lines = send(200, "GET", "/v1/events/" + event + "/door/conflicts", "")
                .path("items");
        assertThat(lines).hasSize(3);
        JsonNode counts = send(200, "GET", "/v1/events/" + event + "/door/counts", "");
        assertThat(counts.path("inside").asInt()).isEqualTo(3);
        assertThat(counts.path("conflicts").asInt()).isEqualTo(3);
        send(200, "POST", "/v1/check-in-conflicts/" + lines.get(0).path("id").asText()
                + "/settle", "");
        assertThat(send(200, "GET", "/v1/events/" + event + "/door/counts", "")
                .path("conflicts").asInt()).isEqualTo(2);
    }

    private static byte[] digest(String text) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theOfflineListOpensOnlyByACode() throws Exception {
        for (int seat = 1; seat <= 7; seat++) {
            booked("A-" + seat);
        }
        JsonNode ticket = ticket(booked("A-8"));
        List<JsonNode> all = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = send(200, "GET", "/v1/events/" + event + "/door/offline?limit=3"
                    + after, "");
            assertThat(page.toString()).doesNotContain("Ann", "tkt_", "\"A-");
            page.path("items").forEach(all::add);
            after = page.has("next") ? "&after=" + page.path("next").asText() : "";
        } while (!after.isEmpty());
        assertThat(all).hasSize(8);
        String code = ticket.path("code").asText();
        String digest = Base64.getUrlEncoder().withoutPadding().encodeToString(digest(code));
        byte[] sealed = Base64.getUrlDecoder().decode(all.stream()
                .filter(each -> each.path("digest").asText().equals(digest)).findFirst()
                .orElseThrow().path("sealed").asText());
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE,
                new SecretKeySpec(digest("holdfast offline list\n" + code), "AES"),
                new GCMParameterSpec(128, Arrays.copyOf(sealed, 12)));
        JsonNode content = Json.tree(
                cipher.doFinal(Arrays.copyOfRange(sealed, 12, sealed.length)));
        assertThat(content.path("seat").asText()).isEqualTo("A-8");
        assertThat(content.path("name").asText()).isEqualTo("Ann Example");
    }

    @Test
    void theDoorListTellsWhoIsInside() {
        enters(ticket(booked("A-1")));
        booked("A-2");
        String three = book("""
                {"kind": "capacity", "event": "%s", "area": "floor", "quantity": 3}"""
                .formatted(event), paid(10_500));
        assertThat(tickets(three)).hasSize(3);
        JsonNode list = send(200, "GET", "/v1/events/" + event + "/door", "").path("items");
        assertThat(list).hasSize(5);
        assertThat(list).filteredOn(each -> each.path("status").asText().equals("inside"))
                .singleElement()
                .satisfies(each -> assertThat(each.path("seat").asText()).isEqualTo("A-1"));
        JsonNode counts = send(200, "GET", "/v1/events/" + event + "/door/counts", "");
        assertThat(counts.path("admitted").asInt()).isEqualTo(5);
        assertThat(counts.path("inside").asInt()).isEqualTo(1);
    }

    @Test
    void aCustomerSeesTheirOwnTicketsOnly() {
        OpenServer node = nodes.getFirst();
        JsonNode hold = node.as(OpenServer.PUBLISHABLE, "POST", "/v1/holds", """
                {"items": [%s]}""".formatted(seat("A-1"))).json();
        String token = hold.path("token").asText();
        String[] theirs = {"Authorization", "Bearer " + OpenServer.PUBLISHABLE,
                "Holdfast-Token", token};
        String booking = node.send("POST", "/v1/holds/" + hold.path("id").asText() + "/confirm",
                """
                {"customer": {"name": "Ann", "email": "ann@example.org"},
                 "payment": {"method": "onSite"}}""", theirs).text("id");
        JsonNode mine = node.send("GET", "/v1/bookings/" + booking + "/tickets", "", theirs)
                .json().path("items").get(0);
        String path = "/v1/tickets/" + mine.path("id").asText();
        assertThat(node.send("GET", path, "", theirs).status()).isEqualTo(200);
        assertThat(node.send("GET", path + "/pdf", "", theirs).header("Content-Type"))
                .isEqualTo("application/pdf");
        assertThat(node.send("GET", path + "/svg", "", theirs).body()).startsWith("<svg");
        JsonNode passed = node.send("POST", path + "/transfer", """
                {"name": "Bob"}""", theirs).json();
        assertThat(passed.has("code")).as("it is no longer theirs").isFalse();
        assertThat(node.send("GET", path + "/png", "", theirs).status()).isEqualTo(409);
        String other = ticket(booked("A-2")).path("id").asText();
        assertThat(node.send("GET", "/v1/tickets/" + other, "", theirs).status())
                .isEqualTo(403);
        assertThat(node.send("GET", "/v1/tickets/tkt_0000000000000", "", theirs).status())
                .isEqualTo(403);
        String page = send(200, "GET", path, "").path("page").asText();
        assertThat(node.send("GET", page, "", "Accept-Language", "de").body())
                .contains("Ihr Ticket", "Reihe A, Platz 1", "Bob", "<svg");
        send(200, "POST", path + "/reissue", "");
        assertThat(node.send("GET", page, "").status()).isEqualTo(404);
    }

    @Test
    void anotherKeySignsFromThenOn() {
        JsonNode old = ticket(booked("A-1"));
        JsonNode key = send(201, "POST", "/v1/tickets/keys", "").path("keys").get(0);
        assertThat(key.path("kid").asText()).isEqualTo("2");
        assertThat(Base64.getUrlDecoder().decode(key.path("x").asText())).hasSize(32);
        assertThat(send(200, "GET", "/v1/tickets/keys", "").path("keys")).hasSize(2);
        enters(old);
        enters(ticket(booked("A-2")));
    }
}
