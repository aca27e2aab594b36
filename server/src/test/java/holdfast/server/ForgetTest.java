package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import holdfast.testkit.Race;
import holdfast.testkit.Scratch;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// After a customer was forgotten, no column of any table contains the customer's name, address,
/// telephone number or id, and what tax law asks for is still there.
class ForgetTest {
    private static final String EVENT = """
            {"name": "Gala", "start": "2030-05-01T18:00:00Z", "end": "2030-05-01T22:00:00Z",
             "timeZone": "Europe/Berlin", "limits": {"perCustomer": 6},
             "areas": [
               {"id": "floor", "name": "Floor", "kind": "capacity", "capacity": 500,
                "price": {"amount": 3500, "currency": "EUR"}},
               {"id": "stalls", "name": "Stalls", "kind": "seats",
                "price": {"amount": 5900, "currency": "EUR"},
                "rows": [{"row": "A", "seats": 20}]}]}""";
    /// Each text contains the word by which the scan finds it.
    private static final String PERSON = """
            "customer": {"name": "Zorblax Quux", "email": "Zorblax@example.org",
                         "phone": "+49 zorblax 555", "language": "de"}""";
    private static final String ID = "cus zorblax/7";

    private static final String LOOK = """
            CREATE FUNCTION found(word text) RETURNS SETOF text LANGUAGE plpgsql AS $$
            DECLARE
                each record;
                hits bigint;
            BEGIN
                FOR each IN SELECT table_name, column_name FROM information_schema.columns
                            WHERE table_schema = 'holdfast' LOOP
                    EXECUTE format('SELECT count(*) FROM %I WHERE %I::text ILIKE $1',
                                   each.table_name, each.column_name)
                        INTO hits USING '%' || word || '%';
                    IF hits > 0 THEN
                        RETURN NEXT each.table_name || '.' || each.column_name;
                    END IF;
                END LOOP;
            END $$""";
    private static final String FOUND = """
            SELECT found(?)""";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private OpenServer open;
    private String event;

    @BeforeEach
    void begin() {
        open = new OpenServer(scratch.database(), Map.of());
        scratch.database().run(LOOK);
        event = send(201, "POST", "/v1/events", EVENT).path("id").asText();
    }

    @AfterEach
    void end() {
        open.close();
    }

    private JsonNode send(int status, String method, String path, String body, String... more) {
        List<String> headers =
                new ArrayList<>(List.of("Authorization", "Bearer " + OpenServer.SECRET));
        headers.addAll(List.of(more));
        OpenServer.Answer answer =
                open.send(method, path, body, headers.toArray(String[]::new));
        assertThat(answer.status()).as(method + " " + path + answer.body()).isEqualTo(status);
        return answer.body().isEmpty() ? NullNode.instance
                : answer.json();
    }

    private String places(int quantity) {
        return """
                {"kind": "capacity", "event": "%s", "area": "floor", "quantity": %d}"""
                .formatted(event, quantity);
    }

    private String hold(String customer, String items, String... more) {
        return send(201, "POST", "/v1/holds", """
                {"items": [%s], "customer": "%s"}""".formatted(items, customer), more)
                .path("id").asText();
    }

    private JsonNode confirm(int status, String hold, String... more) {
        return send(status, "POST", "/v1/holds/" + hold + "/confirm", """
                {%s, "payment": {"method": "external", "reference": "pi_77",
                 "amount": {"amount": 7000, "currency": "EUR"}}}""".formatted(PERSON), more);
    }

    private static String booking(String hold) {
        return "bkg_" + hold.substring(4);
    }

    /// Every table and column in which the word stands.
    private List<String> found(String word) {
        List<String> found = new ArrayList<>();
        try (Connection connection = scratch.database().dataSource().getConnection();
                PreparedStatement look = connection.prepareStatement(FOUND)) {
            look.setString(1, word);
            try (ResultSet rows = look.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    private void isClean() {
        JsonNode audit = send(200, "GET", "/v1/audit", "");
        assertThat(audit.path("findings")).isEmpty();
        assertThat(audit.path("checked").path("holds").asInt()).isPositive();
    }

    /// What a customer leaves behind: every verb, with and without keys, and refusals.
    private String life() {
        String kept = hold(ID, places(2), "Idempotency-Key", "make-1");
        send(200, "POST", "/v1/holds/" + kept + "/extend", "{}", "Idempotency-Key", "extend-1");
        confirm(201, kept, "Idempotency-Key", "confirm-1");
        confirm(200, kept, "Idempotency-Key", "confirm-2");
        send(200, "POST", "/v1/bookings/" + booking(kept) + "/exchange", """
                {"items": [%s, {"kind": "seats", "event": "%s", "area": "stalls",
                 "seats": ["A-1"]}], "waive": true}""".formatted(places(2), event),
                "If-Match", "*", "Idempotency-Key", "exchange-1");
        passOn(kept, "Zorblax Junior", "junior@example.org");
        String cancelled = hold(ID, places(2));
        confirm(201, cancelled);
        send(200, "POST", "/v1/bookings/" + booking(cancelled) + "/cancel", """
                {"reason": "Zorblax is ill"}""", "Idempotency-Key", "cancel-1");
        String given = hold(ID, places(1));
        send(204, "DELETE", "/v1/holds/" + given, "");
        hold(ID, places(1));
        send(409, "POST", "/v1/holds", """
                {"items": [%s], "customer": "%s"}""".formatted(places(6), ID),
                "Idempotency-Key", "refused-1");
        return kept;
    }

    private void passOn(String hold, String name, String email) {
        String ticket = send(200, "GET", "/v1/bookings/" + booking(hold) + "/tickets", "")
                .path("items").get(0).path("id").asText();
        send(200, "POST", "/v1/tickets/" + ticket + "/transfer", """
                {"name": "%s", "email": "%s"}""".formatted(name, email));
    }

    /// A person who has a ticket of another customer's booking is forgotten by the mail address.
    @Test
    void leavesNothingOfWhoGotATicket() {
        String theirs = hold("cus_other", places(2));
        send(201, "POST", "/v1/holds/" + theirs + "/confirm", """
                {"customer": {"name": "Ann", "email": "ann@example.org"},
                 "payment": {"method": "onSite"}}""");
        passOn(theirs, "Zorblax Quux", "Zorblax@example.org");
        assertThat(found("zorblax")).contains("ticket.name", "ticket.email");
        assertThat(forget("""
                {"email": "ZORBLAX@example.org"}""").path("holds").asInt()).isZero();
        assertThat(found("zorblax")).isEmpty();
        assertThat(found("ann@")).contains("booking.email");
        isClean();
    }

    private JsonNode forget(String body) {
        return send(200, "POST", "/v1/forget", body);
    }

    @Test
    void leavesNothingOfThePerson() {
        String kept = life();
        hold("cus_other", places(3));
        assertThat(found("")).hasSizeGreaterThan(60);
        assertThat(found("zorblax")).contains("hold.customer", "hold.booking_note", "journal.note",
                "journal.customer", "journal.inventory", "pool.pool", "pool_claim.pool",
                "hold.claims", "idempotency_key.outcome", "booking.email", "booking.customer",
                "booking_word.word", "audit_trail.why", "ticket.name");
        isClean();

        JsonNode done = forget("""
                {"email": "ZORBLAX@example.org"}""");

        assertThat(done.path("holds").asInt()).isEqualTo(4);
        assertThat(done.path("cancelled").asInt()).isEqualTo(1);
        assertThat(found("zorblax")).isEmpty();
        assertThat(found("Quux")).isEmpty();
        isClean();
        assertThat(forget("""
                {"email": "zorblax@example.org"}""").path("holds").asInt()).isZero();
        assertThat(forget("{\"booking\": \"" + booking(kept) + "\"}").path("holds").asInt())
                .isZero();
        JsonNode booking = send(200, "GET", "/v1/bookings/" + booking(kept), "");
        assertThat(booking.path("customer").properties()).hasSize(1);
        assertThat(booking.path("customer").path("id").asText()).startsWith("forgotten-");
        assertThat(booking.path("total").path("amount").asInt()).isEqualTo(12_900);
        assertThat(booking.path("payment").path("reference").asText()).isEqualTo("pi_77");
        assertThat(send(200, "GET", "/v1/bookings/" + booking(kept) + "/history", "").toString())
                .contains("forget", "key_").doesNotContain("orblax");
    }

    @Test
    void answersEarlierKeysWithoutThePerson() {
        String kept = life();
        forget("{\"customer\": \"" + ID + "\"}");

        JsonNode again = confirm(201, kept, "Idempotency-Key", "confirm-1");

        assertThat(again.path("status").asText()).isEqualTo("booked");
        assertThat(again.toString()).doesNotContain("orblax");
        assertThat(found("zorblax")).isEmpty();
        isClean();
    }

    @Test
    void goesOnCountingForgottenLimits() {
        hold(ID, places(2));
        String kept = hold(ID, places(2));
        confirm(201, kept);
        forget("{\"booking\": \"" + booking(kept) + "\"}");

        hold(ID, places(6));
        send(200, "POST", "/v1/bookings/" + booking(kept) + "/exchange", """
                {"items": [%s], "waive": true}""".formatted(places(6)), "If-Match", "*");
        send(409, "POST", "/v1/bookings/" + booking(kept) + "/exchange", """
                {"items": [%s], "waive": true}""".formatted(places(7)), "If-Match", "*");
        isClean();
    }

    @Test
    void refusesAnythingButOnePerson() {
        for (String body : List.of("{}", "{\"email\": \"a@b.c\", \"customer\": \"d\"}",
                "{\"name\": \"Zorblax\"}")) {
            send(400, "POST", "/v1/forget", body);
        }
        assertThat(open.as(OpenServer.PUBLISHABLE, "POST", "/v1/forget", """
                {"email": "a@example.org"}""").status()).isEqualTo(403);
        assertThat(forget("""
                {"booking": "bkg_unknown"}""").path("holds").asInt()).isZero();
    }

    /// A confirmation, an exchange or a cancellation at the same moment does not write the person
    /// back.
    @Test
    void isNotUndoneByConcurrentChanges() {
        for (int round = 0; round < 12; round++) {
            String customer = ID + "-" + round;
            String held = hold(customer, places(1));
            String booked = hold(customer, places(2));
            confirm(201, booked);
            List<Callable<Integer>> racers = List.of(
                    () -> status("POST", "/v1/holds/" + held + "/confirm", "{" + PERSON + "}"),
                    () -> status("PUT", "/v1/holds/" + held + "/items",
                            "{\"items\": [" + places(2) + "]}", "If-Match", "*"),
                    () -> status("POST", "/v1/bookings/" + booking(booked) + "/exchange",
                            "{\"waive\": true, \"items\": [" + places(1) + "]}", "If-Match", "*",
                            "Idempotency-Key", "exchange-" + customer.hashCode()),
                    () -> status("POST", "/v1/bookings/" + booking(booked) + "/cancel", "{}",
                            "Idempotency-Key", "cancel-" + customer.hashCode()),
                    () -> status("POST", "/v1/forget", "{\"customer\": \"" + customer + "\"}"));
            List<Integer> answers = Race.run(racers);
            assertThat(answers).doesNotContain(500, 503).last().isEqualTo(200);
        }
        assertThat(found("zorblax")).isEmpty();
        isClean();
    }

    private int status(String method, String path, String body, String... more) {
        List<String> headers =
                new ArrayList<>(List.of("Authorization", "Bearer " + OpenServer.SECRET));
        headers.addAll(List.of(more));
        return open.send(method, path, body, headers.toArray(String[]::new)).status();
    }

    @Test
    void worksAsACommand() {
        String kept = hold("cus_zorblax", places(1));
        confirm(402, kept);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);

        int status = ForgetCommand.forget(
                scratch.database().dataSource(), "main", "--customer", "cus_zorblax", print);

        assertThat(status).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("1 holds and bookings changed, 1 of them cancelled");
        assertThat(found("zorblax")).isEmpty();
        assertThat(ForgetCommand.forget(scratch.database().dataSource(), "main", "--name",
                "Zorblax", print)).isEqualTo(2);
        isClean();
    }
}
