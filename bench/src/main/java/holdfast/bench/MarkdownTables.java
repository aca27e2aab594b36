package holdfast.bench;

import holdfast.bench.measure.Latencies;
import holdfast.bench.measure.Spread;
import holdfast.bench.measure.Tally;
import holdfast.bench.way.Contender;
import holdfast.bench.way.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;

/// Prints the report as tables for the README.
record MarkdownTables(Report report) {

    String text() {
        StringBuilder text = new StringBuilder(head());
        report.fields().forEach(field -> text.append(field(field)));
        report.leftOut().forEach(way -> text.append("\n").append(way.title()).append(": ")
                .append(RedisServer.MISSING).append(".\n"));
        return text.toString();
    }

    private String head() {
        MachineInfo machine = report.machine();
        return String.join("\n",
                "",
                machine.date() + ": " + machine.hardware() + "; " + machine.java() + "; "
                        + machine.database() + " with " + machine.durability() + "; a flush takes "
                        + figure(machine.flushMs()) + " ms.",
                "Clients, server and database share the machine: ratios mean something, absolute"
                        + " figures little.",
                "Median of the rounds and their range; percentiles of all rounds. Each run was"
                        + " audited in SQL afterwards.",
                "");
    }

    private String field(Report.Sold field) {
        StringBuilder text = new StringBuilder("\n### " + field.title() + "\n");
        for (int clients : field.results().stream().map(Result::clients).distinct().toList()) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of(field.title() + ", " + clients + " clients", "holds/s",
                    "× the textbook", "p50 ms", "p99 ms", "max ms",
                    field.word().equals("keys") ? "repeated" : "refused",
                    "connections", "warm after s", "audit"));
            field.results().stream().filter(result -> result.clients() == clients)
                    .forEach(result -> rows.add(row(field, result)));
            text.append('\n').append(table(rows));
        }
        return text + last(field) + due(field);
    }

    private static List<String> row(Report.Sold field, Result result) {
        Latencies latencies = result.tally().latencies();
        return List.of(
                result.way().title(), spread(result.perSecond(), MarkdownTables::figure),
                ratio(field, result), figure(latencies.percentile(50)),
                figure(latencies.percentile(99)), figure(latencies.max()),
                refused(result.tally()),
                result.with() + (result.way().needsRedis() ? " ms poll" : ""),
                Math.round(result.warmUp().longest().toMillis() / 1e3)
                        + (result.warmUp().stable() ? "" : ", not stable"),
                result.audit().inWords());
    }

    /// As in `120 (110–150)`: the median and the range.
    static String spread(Spread spread, DoubleFunction<String> figure) {
        String median = figure.apply(spread.median());
        String least = figure.apply(spread.least());
        String most = figure.apply(spread.most());
        return least.equals(most) ? median : median + " (" + least + "–" + most + ")";
    }

    private static String refused(Tally tally) {
        long all = tally.granted() + tally.refused();
        return all == 0 ? "–" : Math.round(100.0 * tally.refused() / all) + " %";
    }

    /// The ratio to the textbook of the same round: the median and the range.
    private static String ratio(Report.Sold field, Result result) {
        Optional<Result> textbook = field.of(Contender.TEXTBOOK, result.clients());
        if (textbook.isEmpty() || result.way() == Contender.TEXTBOOK) {
            return textbook.isEmpty() ? "–" : "1";
        }
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < result.rounds().size(); round++) {
            double base = textbook.get().rounds().get(round);
            if (base > 0) {
                ratios.add(result.rounds().get(round) / base);
            }
        }
        if (ratios.isEmpty()) {
            return "–";
        }
        return spread(Spread.of(ratios), MarkdownTables::ratio);
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
    }

    private static String last(Report.Sold field) {
        if (field.last().isEmpty()) {
            return "";
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                Bench.LAST.title() + ", " + Races.LAST_CLIENTS + " clients", "sold", "audit"));
        field.last().forEach(result -> rows.add(List.of(result.way().title(),
                Long.toString(result.tally().acknowledged()), result.audit().inWords())));
        return "\n" + table(rows);
    }

    private static String due(Report.Sold field) {
        if (field.due().isEmpty()) {
            return "";
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("The engine, open loop: requests due a second", "granted a second",
                "p50 ms", "p99 ms", "max ms", "turned away"));
        for (Report.Due due : field.due()) {
            Tally tally = due.tally();
            rows.add(List.of(
                    figure(due.perSecond()) + " (" + due.percent() + " % of its peak)",
                    figure(tally.perSecond()), figure(tally.latencies().percentile(50)),
                    figure(tally.latencies().percentile(99)), figure(tally.latencies().max()),
                    Long.toString(tally.refused() + tally.gaveUp())));
        }
        return "\n" + table(rows);
    }

    static String table(List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        rows.forEach(row -> lines.add("| " + String.join(" | ", row) + " |"));
        lines.add(1, "|" + " --- |".repeat(rows.getFirst().size()));
        return String.join("\n", lines) + "\n";
    }

    /// Rounds to the digits that are significant.
    static String figure(double value) {
        if (value >= 1_000) {
            return String.format(Locale.ROOT, "%,d", Math.round(value / 10) * 10);
        }
        String digits = value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, digits, value);
    }
}
