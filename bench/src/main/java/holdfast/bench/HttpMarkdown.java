package holdfast.bench;

import static holdfast.bench.MarkdownTables.figure;

import holdfast.bench.http.Count;
import holdfast.bench.measure.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Prints a run through HTTP as Markdown tables.
record HttpMarkdown(HttpBench.Ran ran) {
    private static final double MEGABYTE = 1e6;

    String text() {
        return head() + races() + rates() + due() + refusals() + crowds() + overloads() + maps()
                + starts()
                + wrong();
    }

    private HttpReport report() {
        return ran.report();
    }

    private String head() {
        MachineInfo machine = ran.machine();
        return String.join("\n",
                "",
                machine.date() + ": " + machine.hardware() + "; " + machine.java() + "; "
                        + machine.database() + " with " + machine.durability() + "; a flush takes "
                        + figure(machine.flushMs()) + " ms.",
                "Clients, server and database share the machine: the clients are one thread of"
                        + " another process.",
                "Cores: the shares in per cent that clients / server / database had of what was"
                        + " used.",
                "");
    }

    private static String table(String title, List<String> heads, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        List<List<String>> all = new ArrayList<>(List.of(heads));
        all.addAll(rows);
        return "\n### " + title + "\n\n" + MarkdownTables.table(all);
    }

    private static String times(Latencies latencies) {
        return latencies.count() == 0 ? "–" : figure(latencies.percentile(50)) + " / "
                + figure(latencies.percentile(99)) + " / " + figure(latencies.max());
    }

    private String races() {
        return table("One hot pool through HTTP, in turn",
                List.of("what answers", "clients", "a second", "p50 / p99 / max ms", "cores",
                        "warm"),
                report().races.stream().map(race -> List.of(race.what(), "" + race.clients(),
                        MarkdownTables.spread(race.perSecond(), MarkdownTables::figure),
                        times(race.latencies()), race.burden().shares(),
                        race.stable() ? "stable" : "not stable")).toList());
    }

    private String rates() {
        return table("Holds through HTTP, closed loop",
                List.of("what is wanted", "clients", "holds/s", "p50 / p99 / max ms", "refused/s",
                        "turned away/s", "cores"),
                report().rates.stream().map(rate -> List.of(rate.what(), "" + rate.clients(),
                        figure(rate.count().grantedPerSecond()), times(rate.count().granted()),
                        figure(rate.count().refusedPerSecond()),
                        figure(rate.count().awayPerSecond()), rate.burden().shares())).toList());
    }

    private String due() {
        return table("One hot pool, open loop",
                List.of("due a second", "holds/s", "p50 / p99 / max ms", "turned away/s", "cores"),
                report().due.stream().map(due -> List.of(
                        figure(due.perSecond()) + " (" + due.what() + ")",
                        figure(due.count().grantedPerSecond()), times(due.count().granted()),
                        figure(due.count().awayPerSecond()), due.burden().shares())).toList());
    }

    private String refusals() {
        return table("Sold out, closed loop",
                List.of("what is wanted", "clients", "refusals/s", "p50 / p99 / max ms", "cores"),
                report().refusals.stream().map(rate -> List.of(rate.what(), "" + rate.clients(),
                        figure(rate.count().refusedPerSecond()), times(rate.count().refused()),
                        rate.burden().shares())).toList());
    }

    private String crowds() {
        return table("Buyers beside a crowd that wants what is gone, open loop",
                List.of("buyers due a second", "crowd due a second", "holds/s",
                        "p50 / p99 / max ms", "refusals/s", "their p50 / p99 / max ms", "cores"),
                report().crowds.stream().map(crowd -> {
                    Count buyers = crowd.counts().getFirst();
                    boolean alone = crowd.counts().size() == 1;
                    return List.of(figure(crowd.buyers()), figure(crowd.crowd()),
                            figure(buyers.grantedPerSecond()), times(buyers.granted()),
                            alone ? "–" : figure(crowd.counts().get(1).refusedPerSecond()),
                            alone ? "–" : times(crowd.counts().get(1).refused()),
                            crowd.burden().shares());
                }).toList());
    }

    private String overloads() {
        List<List<String>> rows = new ArrayList<>();
        for (HttpReport.Overload overload : report().overloads) {
            List<String> when = List.of("three times the peak", "half the peak, the first second",
                    "half the peak, from then on");
            for (int at = 0; at < overload.counts().size(); at++) {
                rows.add(row(when.get(at), overload.counts().get(at), overload));
            }
        }
        String quiet = report().overloads.isEmpty() ? "" : "\nThe last request was turned away "
                + report().overloads.getFirst().quiet().toMillis()
                + " ms after the flood was over.\n";
        return table("Too much, open loop",
                List.of("due", "holds/s", "of the peak", "p50 / p99 / max ms", "turned away/s",
                        "their p50 / p99 / max ms", "never sent", "cores"),
                rows) + quiet;
    }

    private static List<String> row(String when, Count count, HttpReport.Overload overload) {
        return List.of(when, figure(count.grantedPerSecond()),
                Math.round(100 * count.grantedPerSecond() / overload.peak()) + " %",
                times(count.granted()), figure(count.awayPerSecond()), times(count.away()),
                Long.toString(count.unsent()), overload.burden().shares());
    }

    private String maps() {
        return table("The map of a big hall",
                List.of("asked for", "status", "bytes", "first ms", "again ms"),
                report().maps.stream().map(map -> List.of(map.how(), "" + map.status(),
                        "" + map.bytes(), figure(map.firstMs()), figure(map.nextMs()))).toList());
    }

    private String starts() {
        return table("Starting, and memory",
                List.of("start", "ready after s", "server MB", "PostgreSQL MB"),
                report().starts.stream().map(start -> List.of(start.how(),
                        start.took().isZero() ? "–" : figure(start.took().toMillis() / 1e3),
                        megabytes(start.memory().server()),
                        megabytes(start.memory().database()))).toList());
    }

    private static String megabytes(OptionalLong bytes) {
        return bytes.isEmpty() ? "–" : figure(bytes.getAsLong() / MEGABYTE);
    }

    private String wrong() {
        StringBuilder text = new StringBuilder("\nAudited at the end: "
                + report().holds + " holds, all those that clients were told of; ");
        text.append(report().asExpected() ? "clean.\n" : "**not as it should be**:\n\n");
        report().wrong.forEach(each -> text.append("- ").append(each).append('\n'));
        return text.toString();
    }
}
