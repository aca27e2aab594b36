package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import holdfast.HoldfastReads;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Money;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The reports of a period, as the API makes them.
public final class ReportsPage implements DeskSection {
    private static final String PATH = "/desk/reports";
    private static final Map<String, List<String>> COLUMNS = columns();
    private static final Map<String, String> OPERATIONS = Map.of("sales", "reportSales",
            "occupancy", "reportOccupancy", "no-shows", "reportNoShows", "taxes", "reportTaxes",
            "payments", "reportPayments");
    private static final List<String> BY = List.of("event", "service", "day", "staff", "seller");
    private static final Set<String> WORDS = Set.of("name", "kind", "method", "start");

    private final Catalog catalog;
    private final HoldfastReads engine;

    ReportsPage(Catalog catalog, HoldfastReads engine) {
        this.catalog = catalog;
        this.engine = engine;
    }

    private static Map<String, List<String>> columns() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("sales", List.of("name", "bookings", "quantity", "amount", "discount",
                "cancelled", "cancelledAmount"));
        all.put("occupancy", List.of("kind", "name", "start", "capacity", "taken", "share"));
        all.put("no-shows", List.of("kind", "name", "start", "expected", "came", "missed",
                "marked", "share"));
        all.put("taxes", List.of("rate", "receipts", "gross", "net", "tax"));
        all.put("payments", List.of("method", "payments", "received", "refunds", "refunded",
                "left"));
        return all;
    }

    /// What the page shows.
    ///
    /// @param form    the period, and what the rows of sales are
    /// @param columns the words of their messages
    /// @param csv     the address of the same as CSV
    /// @param pending what is not counted yet, in words; empty if nothing
    public record View(
            String report, List<String> reports, DeskForm form, Map<String, String> by,
            List<String> columns, List<List<Cell>> rows, List<List<Cell>> totals, String csv,
            String pending, String zone) {}

    /// A cell.
    ///
    /// @param number whether it stands at the end of its column
    /// @param link   where it leads; empty if nowhere
    public record Cell(String text, boolean number, String link) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(desk.get(PATH, "deskReports", "The reports.", DeskPlace.REPORTS,
                Permission.READ, this::show));
    }

    private Response show(DeskVisit visit) {
        String report = visit.request().query("report", 20).filter(COLUMNS::containsKey)
                .orElse("sales");
        String zone = ShopDefaults.of(catalog, visit.workspace()).zone().getId();
        LocalDate today = engine.now().atZone(ShopDefaults.of(catalog, visit.workspace()).zone())
                .toLocalDate();
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("from", visit.request().query("from", 20)
                .orElse(today.withDayOfMonth(1).toString()));
        asked.put("to", visit.request().query("to", 20).orElse(today.toString()));
        if (report.equals("sales")) {
            asked.put("by", visit.request().query("by", 20).filter(BY::contains)
                    .orElse(BY.getFirst()));
        }
        Map<String, String> query = new LinkedHashMap<>(asked);
        query.put("timeZone", zone);
        DeskCall call = DeskCall.to(OPERATIONS.getOrDefault(report, ""));
        for (Map.Entry<String, String> each : query.entrySet()) {
            call = call.asking(each.getKey(), each.getValue());
        }
        return switch (visit.call(call)) {
            case DeskAnswer.Done done -> page(visit, 200, report, DeskForm.of(asked), query,
                    done.json());
            case DeskAnswer.Refused refused -> page(visit, 400, report,
                    DeskForm.of(asked).refusing(refused, visit.language()), query,
                    MissingNode.getInstance());
        };
    }

    private Response page(DeskVisit visit, int status, String report, DeskForm form,
            Map<String, String> query, JsonNode found) {
        List<String> columns = COLUMNS.getOrDefault(report, List.of());
        Map<String, String> by = new LinkedHashMap<>();
        BY.forEach(word -> by.put(word, visit.say("report.by." + word)));
        ApiMoments moments = ApiMoments.of(visit, catalog);
        long pending = found.path("pending").asLong();
        return visit.page(status, ReportsPage.class, visit.say("report." + report),
                new View(report, List.copyOf(COLUMNS.keySet()), form, by, columns,
                        rows(visit, moments, columns, found.path("rows"), form.value("by")),
                        rows(visit, moments, columns, found.path("totals"), ""),
                        "/v1/reports/" + report + ".csv?" + query.entrySet().stream()
                                .map(each -> each.getKey() + "=" + URLEncoder.encode(
                                        each.getValue(), StandardCharsets.UTF_8))
                                .collect(Collectors.joining("&")),
                        pending == 0 ? "" : visit.language().count("report.pending", pending),
                        moments.zone().getId()));
    }

    private static List<List<Cell>> rows(DeskVisit visit, ApiMoments moments,
            List<String> columns, JsonNode rows, String by) {
        List<List<Cell>> all = new ArrayList<>();
        rows.forEach(row -> all.add(columns.stream()
                .map(column -> cell(visit, moments, row, column, by)).toList()));
        return all;
    }

    private static Cell cell(
            DeskVisit visit, ApiMoments moments, JsonNode row, String column, String by) {
        JsonNode value = row.path(column);
        String text = switch (column) {
            case "start" -> moments.say(value);
            case "share", "rate" -> value.isMissingNode() ? "" : visit.language()
                    .percent(value.asInt());
            case "kind", "method" -> value.isMissingNode() ? ""
                    : visit.say("report." + column + "." + value.asText());
            case "name" -> name(visit, value.asText(), by);
            default -> value.isObject() ? money(visit, value)
                    : value.isMissingNode() ? "" : visit.language().number(value.asLong());
        };
        boolean event = row.path("kind").asText(by).equals("event") && column.equals("name")
                && row.path("id").isTextual();
        return new Cell(text, !WORDS.contains(column),
                event ? "/desk/events/" + row.path("id").asText() : "");
    }

    private static String name(DeskVisit visit, String name, String by) {
        return by.equals("day") && !name.isEmpty()
                ? visit.language().shortDate(LocalDate.parse(name)) : name;
    }

    private static String money(DeskVisit visit, JsonNode value) {
        long amount = value.path("amount").asLong();
        String text = visit.language().money(
                new Money(Math.abs(amount), value.path("currency").asText()));
        return amount < 0 ? "−" + text : text;
    }
}
