package holdfast.bench;

import holdfast.Holdfast;
import holdfast.bench.fill.FilledChart;
import holdfast.bench.fill.Filling;
import holdfast.database.Embedded;
import holdfast.database.Pool;
import holdfast.database.PoolOptions;
import holdfast.database.Schema;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `./holdfast bench --fill`: sells several charts to random parties, each several times.
final class FillBench {
    /// What must be sold before the first pair is refused.
    static final double ENOUGH_PERCENT = 99;
    private static final int SEEDS = 10;
    private static final String DATABASE = "bench_fill";

    private final PrintStream progress;

    FillBench(PrintStream progress) {
        this.progress = progress;
    }

    record Filled(FilledChart chart, List<Filling> runs) {
        double least() {
            return runs.stream().mapToDouble(Filling::percent).min().orElseThrow();
        }

        double mean() {
            return runs.stream().mapToDouble(Filling::percent).average().orElseThrow();
        }

        double refused() {
            return runs.stream().mapToDouble(Filling::refused).average().orElseThrow();
        }
    }

    List<Filled> run() throws IOException {
        Path home = BenchFolders.make();
        List<Filled> all = new ArrayList<>();
        try (Embedded server = Embedded.start(home, Embedded.Options.defaults())) {
            server.createDatabase(DATABASE);
            Schema.migrate(server.address(DATABASE), PoolOptions.defaults());
            try (Pool pool = Pool.open(server.address(DATABASE), PoolOptions.defaults());
                    Holdfast engine = Engine.open(pool.dataSource(), Limits.usual())) {
                fill(engine, all);
            }
        } finally {
            BenchFolders.remove(home);
        }
        return all;
    }

    private void fill(Holdfast engine, List<Filled> all) {
        for (FilledChart chart : FilledChart.all()) {
            progress.println("== " + chart.title());
            List<Filling> runs = new ArrayList<>();
            for (int seed = 1; seed <= SEEDS; seed++) {
                String map = "chart-" + all.size() + "-" + seed;
                runs.add(Filling.of(engine, chart, map, seed));
            }
            all.add(new Filled(chart, runs));
        }
    }

    static String table(List<Filled> all) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("chart", "seats", "sold before the first pair is refused", "least",
                "bigger parties refused before that"));
        all.forEach(each -> rows.add(List.of(each.chart().title(),
                String.format(Locale.ROOT, "%,d", each.chart().seats()),
                String.format(Locale.ROOT, "%.1f %%", each.mean()),
                String.format(Locale.ROOT, "%.1f %%", each.least()),
                String.format(Locale.ROOT, "%.1f", each.refused()))));
        return MarkdownTables.table(rows);
    }
}
