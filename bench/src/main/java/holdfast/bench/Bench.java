package holdfast.bench;

import holdfast.bench.measure.Tally;
import holdfast.bench.sale.CalendarSale;
import holdfast.bench.sale.CustomerLimits;
import holdfast.bench.sale.Field;
import holdfast.bench.sale.HallSale;
import holdfast.bench.sale.HotPool;
import holdfast.bench.sale.KeyedRequests;
import holdfast.bench.sale.LastPlaces;
import holdfast.bench.sale.ManyPools;
import holdfast.bench.sale.MixedBaskets;
import holdfast.bench.way.Contender;
import holdfast.bench.way.RedisServer;
import holdfast.database.DurabilityCheck;
import holdfast.database.Embedded;
import holdfast.database.Pool;
import holdfast.database.PoolOptions;
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
    /// Read by the thread that ends a run by Ctrl-C.
    private volatile List<String> remaining = List.of();

    Bench(Options options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    Report run() throws IOException {
        Path home = BenchFolders.make();
        Embedded server = Embedded.start(home, Embedded.Options.defaults());
        Thread cleaning = new Thread(() -> {
            clean(server, home);
            remains(remaining);
        });
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
                remains(remaining);
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

    private void remains(List<String> fields) {
        if (!fields.isEmpty()) {
            progress.println("Not finished: ./holdfast bench --fields " + String.join(",", fields)
                    + " measures the rest.");
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
        MachineInfo machine = machine(server, home);
        Optional<SavedResults> saved = options.also().save()
                ? Optional.of(SavedResults.make(machine)) : Optional.empty();
        List<Field> fields = options.fields().stream().map(this::field).toList();
        RaceSchedule schedule = RaceSchedule.of(options, fields, ways);
        progress.println("About " + RaceSchedule.inWords(schedule.inAll()) + " for "
                + String.join(", ", options.fields()) + ".");
        saved.ifPresent(place -> progress.println(
                "Each finished field is written to " + place.folder() + "."));
        Report report = new Report(machine, List.of(), leftOut, options.fields());
        remaining = report.remaining();
        for (Field field : fields) {
            try {
                report = report.with(sell(server, redis, field, ways, schedule));
            } catch (SQLException | RuntimeException failure) {
                progress.println("Stopped in the field " + field.word() + ":");
                failure.printStackTrace(progress);
                break;
            }
            remaining = report.remaining();
            Report finished = report;
            saved.ifPresent(place -> place.add(finished, finished.fields().getLast()));
        }
        return report;
    }

    private static MachineInfo machine(Embedded server, Path home)
            throws IOException, SQLException {
        try (Pool pool = Pool.open(server.address(), PoolOptions.defaults().withSize(1))) {
            if (!DurabilityCheck.ask(pool.dataSource()).isEmpty()) {
                throw new IllegalStateException("not durable: the results are meaningless");
            }
            return MachineInfo.here(pool.dataSource(), home);
        }
    }

    private Field field(String word) {
        boolean quick = options.pace().quick();
        HotPool hot = new HotPool(1_000_000_000);
        HallSale hall = quick ? new HallSale(40, 50) : new HallSale(500, 100);
        CalendarSale calendars = new CalendarSale(50, FIRST_SEASON);
        return switch (word) {
            case "hot" -> hot;
            case "pools" -> new ManyPools(quick ? 100 : 1_000);
            case "hall" -> hall;
            case "calendars" -> calendars;
            case "customers" -> new CustomerLimits(hot);
            case "keys" -> new KeyedRequests(hot);
            case "mixed" -> new MixedBaskets(
                    hot, new HallSale(hall.rows(), hall.seatsInRow(), 1), calendars);
            default -> throw new IllegalArgumentException(word);
        };
    }

    private Report.Sold sell(Embedded server, Optional<RedisServer> redis, Field field,
            List<Contender> ways, RaceSchedule schedule) throws SQLException {
        progress.println("== " + field.title());
        boolean quick = options.pace().quick();
        List<Result> results;
        List<Report.Due> due = new ArrayList<>();
        try (FieldDatabase arena = FieldDatabase.open(server, redis, field, quick)) {
            Races races = new Races(arena, options, schedule, progress);
            results = races.run(ways.stream().filter(way -> !way.isControl()).toList());
            if (field instanceof HotPool) {
                due.addAll(openLoop(races, results));
            }
        }
        List<Result> last = new ArrayList<>();
        if (field instanceof HotPool) {
            progress.println("== " + LAST.title());
            try (FieldDatabase arena = FieldDatabase.open(server, redis, LAST, quick)) {
                last.addAll(new Races(arena, options, schedule, progress)
                        .untilGone(ways.stream().filter(Contender::sells).toList()));
            }
        }
        return new Report.Sold(field.word(), field.title(), results, last, due);
    }

    private static List<Report.Due> openLoop(Races races, List<Result> results)
            throws SQLException {
        double peak = results.stream()
                .filter(result -> result.way() == Contender.ENGINE)
                .mapToDouble(result -> result.perSecond().median()).max().orElse(0);
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
