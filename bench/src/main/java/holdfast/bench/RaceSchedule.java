package holdfast.bench;

import holdfast.bench.sale.Field;
import holdfast.bench.way.Contender;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// What is still to be run, and how long it takes: as planned at first, then by the time that the
/// runs before took.
final class RaceSchedule {
    /// Seconds of a run besides its loop: the copy of the database, the audit, the drop.
    private static final double AROUND = 4;
    /// Seconds of a usual warm-up.
    private static final double WARM_UP = 7;

    private final double planned;
    private final long began = System.nanoTime();
    private double done;

    private RaceSchedule(double planned) {
        this.planned = planned;
    }

    static RaceSchedule of(Options options, List<Field> fields, List<Contender> ways) {
        return new RaceSchedule(fields.stream()
                .mapToDouble(field -> seconds(options, field, ways)).sum());
    }

    private static double seconds(Options options, Field field, List<Contender> ways) {
        Options.Pace pace = options.pace();
        double sum = 0;
        for (Contender way : ways) {
            if (!way.isControl()) {
                int trials = Races.trials(pace, field, way);
                sum += options.clients().size()
                        * (trials * trial(pace) + pace.rounds() * round(pace));
            }
        }
        return sum;
    }

    static double trial(Options.Pace pace) {
        return pace.probe().toMillis() / 1e3 + pace.probeWarmUp().longest().toMillis() / 1e3
                + AROUND / 2;
    }

    static double round(Options.Pace pace) {
        return pace.measured().toMillis() / 1e3
                + Math.min(WARM_UP, pace.warmUp().longest().toMillis() / 1e3) + AROUND;
    }

    void did(double seconds) {
        done += seconds;
    }

    Duration inAll() {
        return Duration.ofMillis((long) (planned * 1e3));
    }

    Duration left() {
        double pace = done == 0 ? 1 : (System.nanoTime() - began) / 1e9 / done;
        return Duration.ofMillis((long) (Math.max(0, planned - done) * pace * 1e3));
    }

    /// As in `2 h 05 min`.
    static String inWords(Duration time) {
        long minutes = Math.max(1, Math.round(time.toSeconds() / 60.0));
        return minutes < 60 ? minutes + " min"
                : String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
    }
}
