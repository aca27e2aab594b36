package holdfast.bench;

import holdfast.bench.measure.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes the report as one JSON object a line, to compare runs.
final class JsonLines {
    private JsonLines() {}

    static List<String> lines(Report report) {
        List<String> lines = new ArrayList<>();
        MachineInfo machine = report.machine();
        lines.add(object(Map.of(
                "date", machine.date().toString(), "hardware", machine.hardware(),
                "java", machine.java(), "database", machine.database(),
                "durability", machine.durability(), "flushMs", machine.flushMs())));
        for (Report.Sold field : report.fields()) {
            field.results().forEach(result -> lines.add(line(field.word(), result)));
            field.last().forEach(result -> lines.add(line("last", result)));
            for (Report.Due due : field.due()) {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("field", "due");
                line.put("perSecond", due.perSecond());
                line.put("percentOfPeak", due.percent());
                put(line, due.tally());
                lines.add(object(line));
            }
        }
        return lines;
    }

    private static String line(String field, Result result) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("field", field);
        line.put("way", result.way().word());
        line.put("clients", result.clients());
        line.put("with", result.with());
        put(line, result.tally());
        line.put("rounds", result.rounds());
        line.put("warmUpSeconds", result.warmUp().longest().toMillis() / 1e3);
        line.put("stable", result.warmUp().stable());
        line.put("oversold", result.audit().oversold());
        line.put("findings", result.audit().findings());
        return object(line);
    }

    private static void put(Map<String, Object> line, Tally tally) {
        line.put("holdsPerSecond", tally.perSecond());
        line.put("granted", tally.granted());
        line.put("refused", tally.refused());
        line.put("gaveUp", tally.gaveUp());
        line.put("seconds", tally.seconds());
        line.put("p50Ms", tally.latencies().percentile(50));
        line.put("p99Ms", tally.latencies().percentile(99));
        line.put("maxMs", tally.latencies().max());
    }

    private static String object(Map<String, Object> values) {
        return values.entrySet().stream()
                .map(each -> quoted(each.getKey()) + ": " + value(each.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String value(Object value) {
        return switch (value) {
            case String text -> quoted(text);
            case Double number -> Double.toString(Math.round(number * 1_000) / 1_000.0);
            case List<?> list -> list.stream().map(JsonLines::value)
                    .collect(Collectors.joining(", ", "[", "]"));
            default -> value.toString();
        };
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else {
                quoted.append(c < ' ' ? ' ' : c);
            }
        }
        return quoted.append('"').toString();
    }
}
