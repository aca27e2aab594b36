package holdfast.server.reports;

import static holdfast.server.reports.ReportTable.count;
import static holdfast.server.reports.ReportTable.money;
import static holdfast.server.reports.ReportTable.text;

import holdfast.change.Snapshots;
import holdfast.postgres.Pipeline;
import holdfast.server.receipts.Receipt;
import holdfast.server.receipts.ReceiptContent;
import holdfast.server.receipts.ReceiptTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The taxes by rate and the payments by method of a period: the sums of the receipts and
/// corrections that were made in it.
final class ReceiptReports {
    private static final List<ReportTable.Column> TAXES = List.of(
            new ReportTable.Column("rate", ReportTable.Kind.SHARE), text(ReportTable.CURRENCY),
            count("receipts"), money("gross"), money("net"), money("tax"));
    private static final List<ReportTable.Column> PAYMENTS = List.of(text("method"),
            text(ReportTable.CURRENCY), count("payments"), money("received"), count("refunds"),
            money("refunded"), money("left"));
    private static final String GIFT_CARD = "giftCard";
    /// Prices that do not say which tax they include.
    private static final int NO_RATE = -1;

    private ReceiptReports() {}

    private record Rate(int rate, String currency) {}

    private record Method(String method, String currency) {}

    private static final class Sums {
        private long count;
        private long gross;
        private long net;
        private long tax;
        private long refunds;
        private long refunded;
    }

    static ReportTable taxes(Snapshots.View view, String workspace, Period period)
            throws SQLException {
        Map<Rate, Sums> rates = new TreeMap<>(
                Comparator.comparing(Rate::currency).thenComparingInt(Rate::rate));
        Map<String, Sums> totals = new TreeMap<>();
        ReceiptTable.each(view.tx(), workspace, period.begin(), period.end(), receipt -> {
            Map<Rate, List<ReceiptContent.Line>> lines = new HashMap<>();
            receipt.content().lines().forEach(line -> lines.computeIfAbsent(new Rate(
                    line.tax().map(ReceiptContent.Tax::rate).orElse(NO_RATE),
                    receipt.currency()), any -> new ArrayList<>()).add(line));
            lines.forEach((rate, some) -> add(
                    rates.computeIfAbsent(rate, any -> new Sums()), some));
            add(totals.computeIfAbsent(receipt.currency(), any -> new Sums()),
                    receipt.content().lines());
        });
        List<ReportTable.Row> rows = new ArrayList<>();
        rates.forEach((rate, sums) -> rows.add(taxes(rate, sums)));
        return new ReportTable(TAXES, rows, totals.entrySet().stream()
                .map(each -> new ReportTable.Row(Map.of(ReportTable.CURRENCY, each.getKey()),
                        numbers(each.getValue())))
                .toList(),
                pending(view, workspace, period));
    }

    private static void add(Sums sums, List<ReceiptContent.Line> lines) {
        sums.count++;
        for (ReceiptContent.Line line : lines) {
            sums.gross += line.price();
            sums.net += line.tax().map(ReceiptContent.Tax::net).orElse(0L);
            sums.tax += line.tax().map(ReceiptContent.Tax::tax).orElse(0L);
        }
    }

    private static ReportTable.Row taxes(Rate rate, Sums sums) {
        Map<String, Long> numbers = numbers(sums);
        if (rate.rate() == NO_RATE) {
            numbers.keySet().removeAll(List.of("net", "tax"));
        } else {
            numbers.put("rate", (long) rate.rate());
        }
        return new ReportTable.Row(Map.of(ReportTable.CURRENCY, rate.currency()), numbers);
    }

    private static Map<String, Long> numbers(Sums sums) {
        return new HashMap<>(Map.of("receipts", sums.count, "gross", sums.gross, "net", sums.net,
                "tax", sums.tax));
    }

    static ReportTable payments(Snapshots.View view, String workspace, Period period)
            throws SQLException {
        Map<Method, Sums> methods = new TreeMap<>(
                Comparator.comparing(Method::currency).thenComparing(Method::method));
        Map<Method, Sums> totals = new TreeMap<>(Comparator.comparing(Method::currency));
        ReceiptTable.each(view.tx(), workspace, period.begin(), period.end(), receipt -> {
            long cards = receipt.content().giftCards().stream()
                    .mapToLong(ReceiptContent.Part::amount).sum();
            add(methods, receipt, receipt.content().method(), receipt.paid());
            add(methods, receipt, GIFT_CARD, cards);
            add(totals, receipt, "", receipt.paid() + cards);
        });
        List<ReportTable.Row> rows = new ArrayList<>();
        methods.forEach((method, sums) -> rows.add(payments(method, sums)));
        return new ReportTable(PAYMENTS, rows, totals.entrySet().stream()
                .map(each -> payments(each.getKey(), each.getValue())).toList(),
                pending(view, workspace, period));
    }

    /// The correction of a refund that failed counts against the refunds.
    private static void add(
            Map<Method, Sums> into, Receipt receipt, String method, long amount) {
        if (amount == 0) {
            return;
        }
        Sums sums = into.computeIfAbsent(
                new Method(method, receipt.currency()), any -> new Sums());
        if (receipt.corrects().isPresent()) {
            sums.refunds += amount < 0 ? 1 : -1;
            sums.refunded -= amount;
        } else {
            sums.count++;
            sums.gross += amount;
        }
    }

    private static ReportTable.Row payments(Method method, Sums sums) {
        return new ReportTable.Row(
                Map.of("method", method.method(), ReportTable.CURRENCY, method.currency()),
                Map.of("payments", sums.count, "received", sums.gross, "refunds", sums.refunds,
                        "refunded", sums.refunded, "left", sums.gross - sums.refunded));
    }

    private static final String PENDING = """
            SELECT count(*) FROM receipt_due WHERE workspace = ? AND at >= ? AND at < ?""";

    /// Receipts of what happened in the period that are not made yet.
    private static long pending(Snapshots.View view, String workspace, Period period)
            throws SQLException {
        Pipeline pipeline = view.tx().pipeline();
        Pipeline.Answer<Long> count = pipeline.query(PENDING, row -> row.getLong(1), workspace,
                period.begin(), period.end());
        pipeline.run();
        return count.only();
    }
}
