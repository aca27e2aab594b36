package holdfast.bench;

import holdfast.bench.measure.Tally;
import holdfast.bench.way.Contender;
import holdfast.bench.way.RedisServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

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
                "Each run was audited in SQL afterwards.",
                "");
    }

    private String field(Report.Sold field) {
        List<Integer> clients =
                field.results().stream().map(Result::clients).distinct().toList();
        String many = " (" + joined(clients, count -> Integer.toString(count)) + " clients)";
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(field.title() + many, "holds/s", "× the textbook", "p50 ms", "p99 ms",
                "max ms", "refused", "connections", "audit"));
        for (Contender way : field.results().stream().map(Result::way).distinct().toList()) {
            rows.add(row(field, way, clients));
        }
        return "\n### " + field.title() + "\n\n" + table(rows) + last(field) + due(field);
    }

    private static List<String> row(Report.Sold field, Contender way, List<Integer> clients) {
        List<Result> results = clients.stream()
                .map(count -> field.of(way, count).orElseThrow()).toList();
        Function<Function<Tally, Double>, String> each =
                of -> joined(results, result -> figure(of.apply(result.tally())));
        String connections = joined(results, result -> result.with()
                + (way.needsRedis() ? " ms poll" : ""));
        return List.of(
                way.title(), each.apply(Tally::perSecond),
                joined(results, result -> ratio(field, result)),
                each.apply(tally -> tally.latencies().percentile(50)),
                each.apply(tally -> tally.latencies().percentile(99)),
                each.apply(tally -> tally.latencies().max()),
                joined(results, result -> refused(result.tally())), connections,
                results.stream().map(result -> result.audit().inWords()).distinct()
                        .collect(Collectors.joining(" / ")));
    }

    private static String refused(Tally tally) {
        long all = tally.granted() + tally.refused();
        return all == 0 ? "–" : Math.round(100.0 * tally.refused() / all) + " %";
    }

    /// The ratio to the textbook of the same round, as the range over the rounds.
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
        String least = ratio(Collections.min(ratios));
        String most = ratio(Collections.max(ratios));
        return least.equals(most) ? least : least + "–" + most;
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
                Long.toString(result.tally().told()), result.audit().inWords())));
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

    private static <T> String joined(List<T> all, Function<T, String> word) {
        return all.stream().map(word).collect(Collectors.joining(" / "));
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
