package holdfast.server;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.server.auth.FirstKeys;
import holdfast.server.auth.Permission;
import holdfast.server.http.Route;
import holdfast.testkit.Scratch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A workspace never reaches another workspace's data. Tried over every route, with two workspaces
/// that have things of the same names, made under the same Idempotency-Keys.
class IsolationTest {
    /// Bodies with which a route gets as far as the lookup of the thing in its path. A new route
    /// that needs more than `{}` must be added here; the test says so.
    private static final Map<String, String> BODIES = Map.ofEntries(
            entry("addBookingNote", "{\"text\": \"Mine\"}"),
            entry("changeEvent", "{\"name\": \"Mine\"}"),
            entry("copyEvent", "{\"starts\": [\"2037-01-01T20:00:00+01:00\"]}"),
            entry("changeCalendar", "{\"name\": \"Mine\"}"),
            entry("changeService", "{\"name\": \"Mine\"}"),
            entry("changeChart", "{\"name\": \"Mine\"}"),
            entry("changeVenue", "{\"name\": \"Mine\"}"),
            entry("closeCalendar", """
                    {"start": "2036-12-04T11:00:00+01:00", "end": "2036-12-04T12:00:00+01:00",
                     "reason": "mine"}"""),
            entry("openCalendar", """
                    {"start": "2036-12-07T10:00:00+01:00", "end": "2036-12-07T12:00:00+01:00"}"""),
            entry("exchangeHold", """
                    {"items": [{"kind": "capacity", "event": "{events}", "area": "floor",
                                "quantity": 1}]}"""),
            entry("exchangeBooking", """
                    {"items": [{"kind": "capacity", "event": "{events}", "area": "floor",
                                "quantity": 1}]}"""),
            entry("cancelBookingItem", "{\"item\": 0}"),
            entry("addHoldCode", "{\"code\": \"SPRING\"}"),
            entry("settleBookingFee", "{\"kind\": \"noShow\", \"status\": \"waived\"}"),
            entry("payHold", "{\"provider\": \"bankTransfer\"}"),
            entry("refundedByHand", "{\"refund\": \"ref_1\"}"),
            entry("freeTimes", "?from=2036-12-01&to=2036-12-03"),
            entry("freeDays", "?from=2036-12-01&to=2036-12-03"),
            entry("resendDelivery", "{\"change\": 1}"),
            entry("recoverWebhook", "{\"since\": \"2020-01-01T00:00:00Z\"}"),
            entry("replaceDoors", "{\"doors\": []}"),
            entry("transferTicket", "{\"name\": \"Mine\"}"),
            entry("changeStaff", "{\"name\": \"Mine\"}"));

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private OpenServer open;
    private FilledWorkspace theirs;
    private FilledWorkspace mine;
    private String publishable;

    @BeforeEach
    void begin() {
        open = new OpenServer(scratch.database(), Map.of());
        List<String> answer = FirstKeys.workspace(scratch.database().dataSource(), "other");
        String secret = answer.get(1).replaceFirst(".* ", "");
        publishable = answer.get(2).replaceFirst(".* ", "");
        theirs = new FilledWorkspace(open, OpenServer.SECRET, 21);
        long began = System.nanoTime();
        while (open.as(publishable, "GET", "/v1/me", "").status() == 401) {
            assertThat(System.nanoTime() - began).isLessThan(10_000_000_000L);
        }
        mine = new FilledWorkspace(open, secret, 22);
        assertThat(mine.ids.values()).doesNotContainAnyElementsOf(theirs.ids.values());
    }

    /// Changes have been handed on, and no message waits for its next try.
    private void settle() throws InterruptedException {
        assertThat(open.as(theirs.key, "PATCH", theirs.filled("/v1/webhooks/{webhooks}"),
                "{\"enabled\": false}").status()).isEqualTo(200);
        List<String> last = rows("main");
        int same = 0;
        for (int tries = 0; same < 5; tries++) {
            assertThat(tries).as("tries until the rows stay the same").isLessThan(100);
            Thread.sleep(Duration.ofMillis(200));
            List<String> now = rows("main");
            same = now.equals(last) ? same + 1 : 0;
            last = now;
        }
    }

    @AfterEach
    void end() {
        open.close();
    }

    private List<Route> routes(boolean toOneThing) {
        return open.routes().stream()
                .filter(route -> route.path().startsWith("/v1/"))
                .filter(route -> route.right() != Permission.NONE)
                .filter(route -> route.path().contains("{") == toOneThing)
                .sorted(Comparator.comparing((Route route) -> route.method().equals("DELETE")))
                .toList();
    }

    private int ask(Route route, FilledWorkspace whose, FilledWorkspace asker, String key) {
        String body = asker.filled(BODIES.getOrDefault(route.name(), "{}"));
        boolean query = body.startsWith("?");
        boolean bodiless = query || List.of("GET", "DELETE").contains(route.method());
        return open.status(route.method(), whose.pathOf(route) + (query ? body : ""),
                bodiless ? "" : body, "Authorization", "Bearer " + key, "If-Match", "\"1\"");
    }

    @Test
    void refusesEveryRouteToAnotherWorkspace() throws InterruptedException {
        settle();
        List<Route> routes = routes(true);
        assertThat(routes).hasSizeGreaterThan(20);
        List<String> before = rows("main");
        List<String> wrong = new ArrayList<>();
        for (Route route : routes) {
            int secretly = ask(route, theirs, mine, mine.key);
            int openly = ask(route, theirs, mine, publishable);
            if (secretly != 404 || (openly != 404 && openly != 403)) {
                wrong.add(route.method() + " " + route.path() + " (" + route.name()
                        + ") answered " + secretly + " and " + openly);
            }
        }
        assertThat(wrong).as("to another workspace's keys; if it is 400, teach BODIES").isEmpty();
        assertThat(rows("main")).isEqualTo(before);
        for (Route route : routes) {
            assertThat(ask(route, theirs, theirs, theirs.key))
                    .as("the owner's own " + route.method() + " " + route.path())
                    .isNotIn(401, 403, 404).isLessThan(500);
        }
    }

    @Test
    void listsNothingOfAnotherWorkspace() {
        for (Route route : routes(false)) {
            if (route.method().equals("GET")) {
                OpenServer.Answer answer = open.as(mine.key, "GET", route.path(), "");
                assertThat(answer.status()).as(route.path()).isLessThan(500);
                assertThat(answer.body()).as(route.path())
                        .doesNotContain(theirs.ids.values());
                String sort = route.path().substring("/v1/".length());
                if (mine.ids.containsKey(sort) && answer.status() == 200) {
                    assertThat(answer.body()).as(route.path()).contains(mine.ids.get(sort));
                }
            }
        }
    }

    @Test
    void makesNothingFromAnotherWorkspace() throws InterruptedException {
        settle();
        List<String> before = rows("main");
        assertThat(open.as(mine.key, "POST", "/v1/holds", theirs.filled("""
                {"items": [{"kind": "capacity", "event": "{events}", "area": "floor",
                            "quantity": 1}]}""")).status()).isEqualTo(404);
        assertThat(open.as(mine.key, "POST", "/v1/holds", theirs.filled("""
                {"items": [{"kind": "time", "service": "{services}",
                            "start": "2026-12-03T10:00:00+01:00"}]}""")).status()).isEqualTo(404);
        assertThat(open.as(mine.key, "POST", "/v1/services", theirs.filled("""
                {"name": "Massage", "duration": "PT60M", "step": "PT15M", "horizon": "P90D",
                 "needs": [{"anyOf": ["{calendars}"]}]}""")).status()).isBetween(400, 499);
        assertThat(open.as(mine.key, "POST", "/v1/events", theirs.filled("""
                {"name": "Concert", "start": "2036-12-13T20:00:00+01:00", "venue": "{venues}",
                 "end": "2036-12-13T22:30:00+01:00", "timeZone": "Europe/Berlin",
                 "areas": [{"id": "floor", "name": "Floor", "kind": "capacity", "capacity": 5}]}
                """)).status()).as("it may be taken for a text, and moves nothing of theirs")
                .isLessThan(500);
        assertThat(rows("main")).isEqualTo(before);
    }

    private static final String ROWS = """
            SELECT string_agg(query_to_xml(format(
                       'SELECT (to_jsonb(t) - ''used_at'' - ''seen_at'')::text AS r FROM %I AS t '
                           'WHERE workspace = %L ORDER BY 1', c.table_name, ?),
                       true, false, '')::text, '' ORDER BY c.table_name)
              FROM information_schema.columns AS c
             WHERE c.table_schema = current_schema() AND c.column_name = 'workspace'
            """;

    /// All rows of a workspace, of every table.
    private List<String> rows(String workspace) {
        try (Connection connection = scratch.database().dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(ROWS)) {
            statement.setString(1, workspace);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1).lines().toList();
            }
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }
}
