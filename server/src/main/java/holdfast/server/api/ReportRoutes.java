package holdfast.server.api;

import holdfast.HoldfastReads;
import holdfast.Invalid;
import holdfast.server.auth.Permission;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import holdfast.server.reports.Period;
import holdfast.server.reports.ReportTable;
import holdfast.server.reports.Reports;
import holdfast.server.reports.SalesBy;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/// Reports of a period, as JSON and as a CSV stream.
public final class ReportRoutes {
    private static final int DAYS = 30;
    private static final int SHARES = 2;

    private final HoldfastReads engine;
    private final Reports reports;

    public ReportRoutes(HoldfastReads engine, Reports reports) {
        this.engine = engine;
        this.reports = reports;
    }

    /// What a request asks for.
    private record Asked(String workspace, Period period, Request request) {}

    private interface Making {
        ReportTable of(Asked asked);
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        add(routes, "sales", "Sales", "What was sold, by event, service, day, staff or seller",
                asked -> reports.sales(asked.workspace(), by(asked.request()), asked.period()));
        add(routes, "occupancy", "Occupancy", "How full events, people and rooms are",
                asked -> reports.occupancy(asked.workspace(), asked.period()));
        add(routes, "no-shows", "NoShows", "Who did not come, by event and service",
                asked -> reports.noShows(asked.workspace(), asked.period()));
        add(routes, "taxes", "Taxes", "The taxes on the receipts, by rate",
                asked -> reports.taxes(asked.workspace(), asked.period()));
        add(routes, "payments", "Payments",
                "What the receipts say was paid and refunded, by method",
                asked -> reports.payments(asked.workspace(), asked.period()));
        return routes;
    }

    private void add(
            List<Route> routes, String word, String name, String about, Making making) {
        routes.add(new Route("GET", "/v1/reports/" + word, Permission.READ, "report" + name,
                about + ".", request -> {
                    Asked asked = asked(request);
                    ReportTable table = making.of(asked);
                    return Response.json(200, json -> write(json, word, asked.period(), table))
                            .header("Cache-Control", "no-store");
                }));
        routes.add(new Route("GET", "/v1/reports/" + word + ".csv", Permission.READ,
                "export" + name, about + ", as a CSV stream.", request -> {
                    Asked asked = asked(request);
                    ReportTable table = making.of(asked);
                    return Response.stream("text/csv; charset=utf-8", out -> {
                        CsvLines.plain(out, table.columns().stream()
                                .map(ReportTable.Column::name).toList());
                        for (ReportTable.Row row : table.rows()) {
                            CsvLines.plain(out, cells(table, row));
                        }
                    }).header("Content-Disposition", "attachment; filename=\"" + word + "-"
                            + asked.period().from() + "-" + asked.period().to() + ".csv\"")
                            .header("Cache-Control", "no-store");
                }));
    }

    private Asked asked(Request request) {
        ZoneId zone = request.query("timeZone", 60).map(ReportRoutes::zone)
                .orElse(ZoneId.of("UTC"));
        LocalDate today = engine.now().atZone(zone).toLocalDate();
        LocalDate to = day(request, "to").orElse(today);
        LocalDate from = day(request, "from").orElse(to.minusDays(DAYS - 1L));
        return new Asked(request.workspace(), new Period(from, to, zone), request);
    }

    private static ZoneId zone(String id) {
        if (!ZoneId.getAvailableZoneIds().contains(id)) {
            throw new Invalid("timeZone", "must be a time zone, as in Europe/Berlin");
        }
        return ZoneId.of(id);
    }

    private static Optional<LocalDate> day(Request request, String name) {
        return request.query(name, 20).map(text -> {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException nonsense) {
                throw new Invalid(name, "must be a day, as in 2026-12-24");
            }
        });
    }

    private static SalesBy by(Request request) {
        return request.query("by", 20).map(word -> SalesBy.of(word).orElseThrow(
                () -> new Invalid("by", "must be one of " + String.join(", ", SalesBy.words()))))
                .orElse(SalesBy.EVENT);
    }

    private static void write(Json json, String word, Period period, ReportTable table) {
        json.put("report", word).put("from", period.from().toString())
                .put("to", period.to().toString()).put("timeZone", period.zone().getId());
        json.array("rows", table.rows(), (out, row) -> write(out, table, row));
        json.array("totals", table.totals(), (out, row) -> write(out, table, row));
        json.put("pending", table.pending());
    }

    private static void write(Json json, ReportTable table, ReportTable.Row row) {
        String currency = row.text(ReportTable.CURRENCY);
        for (ReportTable.Column column : table.columns()) {
            String name = column.name();
            switch (column.kind()) {
                case TEXT, MOMENT -> json.put(name,
                        Optional.of(row.text(name)).filter(text -> !text.isEmpty()));
                case COUNT, SHARE -> row.number(name).ifPresent(count -> json.put(name, count));
                case MONEY -> row.number(name).filter(any -> !currency.isEmpty())
                        .ifPresent(amount -> json.object(name, money -> money
                                .put("amount", amount).put("currency", currency)));
            }
        }
    }

    private static List<String> cells(ReportTable table, ReportTable.Row row) {
        String currency = row.text(ReportTable.CURRENCY);
        return table.columns().stream().map(column -> switch (column.kind()) {
            case TEXT, MOMENT -> CsvLines.safe(row.text(column.name()));
            case COUNT -> row.number(column.name()).map(String::valueOf).orElse("");
            case SHARE -> decimal(row.number(column.name()), SHARES);
            case MONEY -> currency.isEmpty() ? ""
                    : decimal(row.number(column.name()), digits(currency));
        }).toList();
    }

    private static String decimal(Optional<Long> number, int digits) {
        return number.map(each -> BigDecimal.valueOf(each, digits).toPlainString()).orElse("");
    }

    private static int digits(String currency) {
        return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    }
}
