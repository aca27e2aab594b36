package holdfast.bench;

import holdfast.bench.measure.Tally;
import holdfast.bench.sale.CalendarSale;
import holdfast.bench.sale.Field;
import holdfast.bench.sale.HallSale;
import holdfast.bench.sale.HotPool;
import holdfast.bench.sale.LastPlaces;
import holdfast.bench.sale.ManyPools;
import holdfast.bench.way.Contender;
import holdfast.bench.way.RedisServer;
import holdfast.database.DurabilityCheck;
import holdfast.database.Embedded;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One run of the benchmark: one PostgreSQL, one Redis if there is one, and one field after
/// another.
final class Bench {
    static final LastPlaces LAST = new LastPlaces(500);
    private static final List<Integer> PERCENT = List.of(50, 80);
    private static final Instant FIRST_SEASON = Instant.parse("2030-01-07T00:00:00Z");

    private final Options options;
    private final PrintStream progress;

    Bench(Options options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    Report run() throws IOException {
        Path home = BenchFolders.make();
        Embedded server = Embedded.start(home, Embedded.Options.defaults());
        Thread cleaning = new Thread(() -> clean(server, home));
        Runtime.getRuntime().addShutdownHook(cleaning);
        Optional<RedisServer> redis = Optional.empty();
        try {
            redis = redis(home);
            return run(server, home, redis);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        } finally {
            redis.ifPresent(RedisServer::close);
            // Otherwise this is a shutdown by Ctrl-C, and the clean-up runs already.
            if (unhooked(cleaning)) {
                clean(server, home);
            }
        }
    }

    private static boolean unhooked(Thread cleaning) {
        try {
            return Runtime.getRuntime().removeShutdownHook(cleaning);
        } catch (IllegalStateException goingDown) {
            return false;
        }
    }

    private void clean(Embedded server, Path home) {
        server.close();
        try {
            BenchFolders.remove(home);
        } catch (IOException failure) {
            progress.println("left behind: " + home + " (" + failure + ")");
        }
    }

    private Optional<RedisServer> redis(Path home) {
        if (options.only().stream().noneMatch(Contender::needsRedis)) {
            return Optional.empty();
        }
        Optional<RedisServer> redis = RedisServer.start(home);
        progress.println(redis.map(server -> "Redis " + server.version() + " started")
                .orElse("Redis " + RedisServer.MISSING));
        return redis;
    }

    private Report run(Embedded server, Path home, Optional<RedisServer> redis)
            throws IOException, SQLException {
        List<Contender> leftOut = options.only().stream()
                .filter(way -> way.needsRedis() && redis.isEmpty()).toList();
        List<Contender> ways = options.only().stream()
                .filter(way -> !leftOut.contains(way)).toList();
        List<Report.Sold> sold = new ArrayList<>();
        Optional<MachineInfo> machine = Optional.empty();
        for (String word : options.fields()) {
            Field field = field(word);
            progress.println("== " + field.title());
            try (FieldDatabase arena = FieldDatabase.open(server, redis, "bench_" + word)) {
                if (!DurabilityCheck.ask(arena.source()).isEmpty()) {
                    throw new IllegalStateException("not durable: the results are meaningless");
                }
                machine = Optional.of(MachineInfo.here(arena.source(), home));
                sold.add(sell(arena, field, ways));
            }
            server.dropDatabase("bench_" + word);
        }
        return new Report(machine.orElseThrow(), sold, leftOut);
    }

    private Field field(String word) {
        boolean quick = options.pace().quick();
        return switch (word) {
            case "hot" -> new HotPool(1_000_000_000);
            case "pools" -> new ManyPools(quick ? 100 : 1_000);
            case "hall" -> quick ? new HallSale(40, 50) : new HallSale(500, 100);
            case "calendars" -> new CalendarSale(50, FIRST_SEASON);
            default -> throw new IllegalArgumentException(word);
        };
    }

    private Report.Sold sell(FieldDatabase arena, Field field, List<Contender> ways)
            throws SQLException {
        Races races = new Races(arena, field, options, progress);
        List<Result> results =
                races.run(ways.stream().filter(way -> !way.isControl()).toList());
        List<Result> last = new ArrayList<>();
        List<Report.Due> due = new ArrayList<>();
        if (field instanceof HotPool) {
            due.addAll(openLoop(races, results));
            progress.println("== " + LAST.title());
            last.addAll(new Races(arena, LAST, options, progress).untilGone(ways));
        }
        return new Report.Sold(field.word(), field.title(), results, last, due);
    }

    private static List<Report.Due> openLoop(Races races, List<Result> results)
            throws SQLException {
        double peak = results.stream()
                .filter(result -> result.way() == Contender.ENGINE)
                .mapToDouble(result -> result.tally().perSecond()).max().orElse(0);
        List<Report.Due> all = new ArrayList<>();
        for (int percent : PERCENT) {
            int perSecond = (int) (peak * percent / 100);
            if (perSecond > 0) {
                Tally tally = races.openLoop(perSecond);
                all.add(new Report.Due(percent, perSecond, tally));
            }
        }
        return all;
    }
}
