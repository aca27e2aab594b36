package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import holdfast.postgres.Retries;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Reports over a few sales, with sums that were counted by hand.
class ReportsTest {
    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private final OffsetDateTime start = OffsetDateTime.now(ZoneOffset.UTC)
            .truncatedTo(ChronoUnit.SECONDS).plusHours(1);
    private final LocalDate tomorrow = start.toLocalDate().plusDays(1);
    private OpenServer open;
    private String gig = "";
    private String ann = "";
    private String room = "";
    private String massage = "";

    @BeforeEach
    void begin() {
        open = new OpenServer(scratch.database(), Map.of());
    }

    @AfterEach
    void end() {
        open.close();
    }

    private JsonNode as(int status, String method, String path, String body) {
        OpenServer.Answer answer = open.as(OpenServer.SECRET, method, path, body);
        assertThat(answer.status()).as(method + " " + path + " " + answer.body())
                .isEqualTo(status);
        return answer.body().isEmpty() ? MissingNode
                .getInstance() : answer.json();
    }

    private String made(String path, String body) {
        return as(201, "POST", path, body).path("id").asText();
    }

    private String hold(String items) {
        return "/v1/holds/" + made("/v1/holds", "{\"items\": [" + items + "]}");
    }

    private String floor(int places) {
        return """
                {"kind": "capacity", "event": "%s", "area": "floor", "quantity": %d}"""
                .formatted(gig, places);
    }

    private String confirm(String hold, String payment) {
        return "/v1/bookings/" + made(hold + "/confirm", payment.isEmpty() ? "{}"
                : "{\"payment\": " + payment + "}");
    }

    private void use(String hold, String code) {
        as(200, "POST", hold + "/codes", "{\"code\": \"" + code + "\"}");
    }

    private void sell() {
        gig = made("/v1/events", """
                {"name": "=Gig, big", "start": "%s", "end": "%s", "timeZone": "UTC",
                 "areas": [{"id": "floor", "name": "Floor", "kind": "capacity", "capacity": 10,
                            "price": {"amount": 2000, "currency": "EUR"}, "taxRate": 1900},
                           {"id": "stalls", "name": "Stalls", "kind": "seats", "taxRate": 700,
                            "price": {"amount": 3000, "currency": "EUR"},
                            "rows": [{"row": "A", "seats": 4}]}]}"""
                .formatted(start, start.plusHours(2)));
        String[] days = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
        ann = made("/v1/calendars", "{\"name\": \"Ann\", \"timeZone\": \"UTC\", \"hours\": {"
                + String.join(", ", Stream.of(days)
                        .map(day -> "\"" + day + "\": [[\"09:00\", \"18:00\"]]").toList())
                + "}}");
        room = made("/v1/calendars", "{\"name\": \"Room\", \"timeZone\": \"UTC\"}");
        massage = made("/v1/services", """
                {"name": "Massage", "duration": "PT60M", "step": "PT60M", "horizon": "P90D",
                 "bufferAfter": "PT15M", "price": {"amount": 5000, "currency": "EUR"},
                 "taxRate": 1900, "needs": [{"anyOf": ["%s"]}, {"anyOf": ["%s"]}]}"""
                .formatted(ann, room));
        as(201, "POST", "/v1/codes", "{\"code\": \"TEN\", \"percent\": 10}");
        String card = as(201, "POST", "/v1/gift-cards", """
                {"value": {"amount": 5000, "currency": "EUR"}}""").path("code").asText();
        String onSite = "{\"method\": \"onSite\"}";
        // 40.00, of which one of two people comes.
        String first = confirm(hold(floor(2)), onSite);
        String code = as(200, "GET", first + "/tickets", "").at("/items/0/code").asText();
        as(201, "POST", "/v1/check-ins", """
                {"code": "%s", "nonce": "nonce 000001", "door": "north", "force": true}"""
                .formatted(code));
        // 18.00 and 27.00.
        String reduced = hold(floor(1) + """
                , {"kind": "seats", "event": "%s", "area": "stalls", "seats": ["A-1"]}"""
                .formatted(gig));
        use(reduced, "TEN");
        confirm(reduced, onSite);
        // 60.00, given back.
        as(200, "POST", confirm(hold(floor(3)), onSite) + "/cancel", "{}");
        // 50.00 for an hour.
        String visit = confirm(hold("""
                {"kind": "time", "service": "%s", "start": "%sT10:00:00Z"}"""
                .formatted(massage, tomorrow)), """
                        {"method": "external", "reference": "till 7",
                         "amount": {"amount": 5000, "currency": "EUR"}}""");
        // 20.00, which a gift card pays.
        String paid = hold(floor(1));
        use(paid, card);
        confirm(paid, "");
        for (int tries = 0; tries < 400
                && as(200, "GET", "/v1/receipts", "").path("items").size() < 6; tries++) {
            Retries.rest(Duration.ofMillis(50));
        }
        scratch.clock().tick(Duration.ofDays(2));
        as(200, "POST", visit + "/no-show", "{\"waiveFee\": true}");
    }

    private String query(LocalDate from, LocalDate to) {
        return "?from=" + from + "&to=" + to;
    }

    private JsonNode report(String report, String more) {
        return as(200, "GET", "/v1/reports/" + report
                + query(start.toLocalDate().minusDays(1), tomorrow.plusDays(2)) + more, "");
    }

    private static JsonNode row(JsonNode rows, String field, String value) {
        for (JsonNode row : rows) {
            if (row.path(field).asText().equals(value)) {
                return row;
            }
        }
        throw new AssertionError("no " + value + " in " + rows);
    }

    /// The numbers of a row, in this order.
    private static long[] numbers(JsonNode row, String... fields) {
        return Stream.of(fields).map(row::path)
                .mapToLong(cell -> cell.isObject() ? cell.path("amount").asLong()
                        : cell.isMissingNode() ? -1 : cell.asLong())
                .toArray();
    }

    private static final String[] SALES = {"bookings", "quantity", "amount", "discount",
            "cancelled", "cancelledAmount"};

    @Test
    void addsUpWhatWasSold() {
        sell();
        sales();
        occupancy();
        missed();
        taxesAndPayments();
        csv();
        desk();
    }

    private void sales() {
        JsonNode events = report("sales", "&by=event");
        assertThat(events.path("rows")).hasSize(1);
        assertThat(numbers(row(events.path("rows"), "id", gig), SALES))
                .containsExactly(3, 5, 10_500, 500, 1, 6_000);
        assertThat(numbers(events.at("/totals/0"), SALES))
                .containsExactly(3, 5, 10_500, 500, 1, 6_000);
        assertThat(numbers(row(report("sales", "&by=service").path("rows"), "name", "Massage"),
                SALES)).containsExactly(1, 1, 5_000, 0, 0, 0);
        JsonNode staff = report("sales", "&by=staff");
        assertThat(numbers(row(staff.path("rows"), "name", "Ann"), SALES))
                .containsExactly(1, 1, 5_000, 0, 0, 0);
        assertThat(numbers(row(staff.path("rows"), "id", room), SALES))
                .containsExactly(1, 1, 5_000, 0, 0, 0);
        assertThat(numbers(staff.at("/totals/0"), SALES)).containsExactly(1, 1, 5_000, 0, 0, 0);
        assertThat(numbers(report("sales", "&by=day").at("/totals/0"), SALES))
                .containsExactly(4, 6, 15_500, 500, 1, 6_000);
        assertThat(numbers(report("sales", "&by=seller").at("/rows/0"), SALES))
                .containsExactly(4, 6, 15_500, 500, 1, 6_000);
        assertThat(as(200, "GET", "/v1/reports/sales?from=2020-01-01&to=2020-12-31", "")
                .path("rows")).isEmpty();
    }

    private void occupancy() {
        String[] fields = {"capacity", "taken", "share"};
        JsonNode day = as(200, "GET", "/v1/reports/occupancy"
                + query(start.toLocalDate(), start.toLocalDate()), "").path("rows");
        assertThat(numbers(row(day, "id", gig), fields)).containsExactly(14, 5, 3_571);
        assertThat(numbers(row(day, "id", ann), fields)).containsExactly(540, 0, 0);
        JsonNode visits = as(200, "GET", "/v1/reports/occupancy" + query(tomorrow, tomorrow), "")
                .path("rows");
        assertThat(numbers(row(visits, "id", ann), fields)).containsExactly(540, 60, 1_111);
        assertThat(numbers(row(visits, "id", room), fields)).containsExactly(1_440, 60, 416);
    }

    private void missed() {
        String[] fields = {"expected", "came", "missed", "marked", "share"};
        JsonNode rows = report("no-shows", "").path("rows");
        assertThat(numbers(row(rows, "id", gig), fields)).containsExactly(5, 1, 4, 0, 8_000);
        assertThat(numbers(row(rows, "id", massage), fields))
                .containsExactly(1, 0, 1, 1, 10_000);
    }

    private void taxesAndPayments() {
        String[] taxes = {"rate", "receipts", "gross", "net", "tax"};
        JsonNode rates = report("taxes", "");
        assertThat(numbers(rates.at("/rows/0"), taxes)).containsExactly(700, 1, 2_700, 2_523, 177);
        assertThat(numbers(rates.at("/rows/1"), taxes))
                .containsExactly(1_900, 6, 12_800, 10_757, 2_043);
        assertThat(numbers(rates.at("/totals/0"), taxes))
                .containsExactly(-1, 6, 15_500, 13_280, 2_220);
        assertThat(rates.path("pending").asLong()).isZero();
        String[] fields = {"payments", "received", "refunds", "refunded", "left"};
        JsonNode methods = report("payments", "");
        assertThat(numbers(row(methods.path("rows"), "method", "onSite"), fields))
                .containsExactly(3, 14_500, 1, 6_000, 8_500);
        assertThat(numbers(row(methods.path("rows"), "method", "external"), fields))
                .containsExactly(1, 5_000, 0, 0, 5_000);
        assertThat(numbers(row(methods.path("rows"), "method", "giftCard"), fields))
                .containsExactly(1, 2_000, 0, 0, 2_000);
        assertThat(numbers(methods.at("/totals/0"), fields))
                .containsExactly(5, 21_500, 1, 6_000, 15_500);
    }

    private void csv() {
        OpenServer.Answer sales = open.as(OpenServer.SECRET, "GET", "/v1/reports/sales.csv"
                + query(start.toLocalDate().minusDays(1), tomorrow.plusDays(2)), "");
        assertThat(sales.header("Content-Type")).isEqualTo("text/csv; charset=utf-8");
        assertThat(sales.body()).isEqualTo("id,name,currency,bookings,quantity,amount,discount,"
                + "cancelled,cancelledAmount\r\n" + gig
                + ",\"'=Gig, big\",EUR,3,5,105.00,5.00,1,60.00\r\n");
        OpenServer.Answer taxes = open.as(OpenServer.SECRET, "GET", "/v1/reports/taxes.csv"
                + query(start.toLocalDate().minusDays(1), tomorrow.plusDays(2)), "");
        assertThat(taxes.body()).contains("\r\n7.00,EUR,1,27.00,25.23,1.77\r\n19.00,EUR,6,128.00");
        as(400, "GET", "/v1/reports/sales?from=2026-12-02&to=2026-12-01", "");
        as(400, "GET", "/v1/reports/sales?by=colour", "");
        as(400, "GET", "/v1/reports/taxes?timeZone=Mars", "");
        assertThat(open.as(OpenServer.PUBLISHABLE, "GET", "/v1/reports/sales", "").status())
                .isEqualTo(403);
    }

    private void desk() {
        DeskVisitor rita = DeskVisitor.in(open, "rita", "readOnly");
        String period = query(start.toLocalDate().minusDays(1), tomorrow.plusDays(2))
                .replace('?', '&');
        assertThat(rita.get("/desk/reports?report=sales" + period).body())
                .contains("=Gig, big", "€105", "/v1/reports/sales.csv?");
        assertThat(rita.get("/desk/reports?report=payments" + period).body())
                .contains("Gift card", "€215");
        assertThat(rita.get("/desk/reports?report=no-shows" + period).body()).contains("80%");
        assertThat(rita.get("/desk/reports?report=sales&from=2026-12-02&to=2026-12-01").body())
                .contains("id=\"to-complaint\"");
        assertThat(rita.get("/desk/reports?report=taxes" + period, "Accept-Language", "de").body())
                .contains("Steuersatz", "19 %".replace(' ', '\u00a0'));
        String csv = rita.get("/desk/reports?report=sales" + period).body()
                .replaceAll("(?s).*href=\"(/v1/reports/[^\"]*)\".*", "$1").replace("&amp;", "&");
        assertThat(rita.get(csv).body()).contains("105.00");
        assertThat(rita.get("/desk/go?q=gig").body()).contains("=Gig, big")
                .doesNotContain("Team");
        assertThat(rita.get("/desk/keys").body()).contains("<kbd>r</kbd>");
        DeskVisitor dora = DeskVisitor.in(open, "dora", "door");
        assertThat(dora.get("/desk/events/" + gig + "/door").body())
                .contains("1 of 5", "Inside", "Expected");
        assertThat(dora.get("/desk/reports").status()).isEqualTo(403);
    }
}
