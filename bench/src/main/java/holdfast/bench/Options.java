package holdfast.bench;

import holdfast.bench.measure.WarmUp;
import holdfast.bench.way.Contender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/// The options of the command line.
record Options(
        boolean http, Pace pace, List<Integer> clients, List<String> fields, List<Contender> only,
        Also also) {
    static final String HELP = """
            Usage: ./holdfast bench [options]

            Measures holds a second and their latency, for Holdfast's engine and for the usual
            ways, on one embedded PostgreSQL with everything durable; audits each run; prints
            Markdown tables. Each run is warmed up until its rate is stable, 20 s at the most. A
            full run takes about three hours and says so before it begins. Each finished field is
            written to bench/results, so that a stopped run can go on with --fields.

            Usage: ./holdfast bench --http [options]

            Starts the server as its users do and measures it through HTTP, from another process:
            holds, beside a row lock and an empty request; refusals, overload, maps of seats,
            starting and memory. About twelve minutes.

            Usage: ./holdfast bench --fill

            Sells several charts by best seats to random parties, and prints how much of each is
            sold before the first pair is refused. Ten times each, about a minute.

            Usage: ./holdfast bench --past <n,n>

            Fills a database with so many past bookings, and measures hold, confirm, free, search
            and audit on it; then the next one. A million takes about ten minutes and 3 GB.

            Usage: ./holdfast bench --pay <seconds>

            Starts the server and the sandbox provider, and measures for so many seconds each:
            holds that are paid on site, checkouts that are paid at the sandbox, check-ins of
            tickets, and deliveries of webhooks. 10 seconds take about a minute and a half.

              --seconds <n>        measured seconds of one run (10)
              --rounds <n>         runs of each, in turn (3); through HTTP those of hot
              --clients <n,n>      clients at a time (64,256)
              --fields <f,f>       of hot,pools,hall,calendars,customers,mixed,keys (all);
                                   through HTTP of
                                   hot,hall,calendars,refusals,overload,map,start (all)
              --only <w,w>         of engine,textbook,optimistic,repeatable,serializable,
                                   constraint,redis,conditional,bound,unguarded,paused (all)
              --quick              all of it once and small; its figures mean nothing
              --save               write the results of a quick run too
              --help               this
            """;

    static final List<String> FIELDS = List.of(
            "hot", "pools", "hall", "calendars", "customers", "mixed", "keys");
    static final List<String> HTTP_FIELDS = List.of(
            "hot", "hall", "calendars", "refusals", "overload", "map", "start");

    private static final int USUAL_SECONDS = 10;
    private static final int USUAL_ROUNDS = 3;
    private static final List<String> ENGINE_ONLY = List.of("--only", "--save");

    /// What it does besides measuring.
    ///
    /// @param save whether each finished field is written to the disk
    record Also(boolean save, boolean help) {}

    /// The lengths of a run.
    ///
    /// @param seconds measured seconds of one run
    /// @param rounds  runs of each way
    record Pace(double seconds, int rounds, boolean quick) {
        Pace {
            if (!(seconds >= 0.05 && seconds <= 60)) {
                throw new IllegalArgumentException("--seconds takes 0.05 to 60");
            }
            between("--rounds", rounds, 1, 20);
        }

        Duration measured() {
            return quick ? Duration.ofMillis(100) : Duration.ofNanos((long) (seconds * 1e9));
        }

        WarmUp warmUp() {
            return quick ? new WarmUp(Duration.ofMillis(10), 3)
                    : new WarmUp(Duration.ofSeconds(1), 20);
        }

        /// Shorter runs, to find the best number of connections for a way.
        Duration probe() {
            return Duration.ofSeconds(2);
        }

        WarmUp probeWarmUp() {
            return WarmUp.of(quick ? Duration.ofMillis(20) : Duration.ofSeconds(1));
        }
    }

    Options {
        clients = List.copyOf(clients);
        fields = List.copyOf(fields);
        only = List.copyOf(only);
        clients.forEach(each -> between("--clients", each, 1, 2_000));
        fields.forEach(each -> {
            if (!(http ? HTTP_FIELDS : FIELDS).contains(each)) {
                throw new IllegalArgumentException("there is no field \"" + each + "\"");
            }
        });
    }

    static Options of(String... arguments) {
        double seconds = 0;
        int rounds = 0;
        boolean quick = false;
        boolean http = false;
        boolean save = false;
        boolean help = false;
        List<Integer> clients = List.of();
        List<String> fields = List.of();
        List<Contender> only = Arrays.asList(Contender.values());
        Iterator<String> words = Arrays.asList(arguments).iterator();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "--quick" -> quick = true;
                case "--http" -> http = true;
                case "--save" -> save = true;
                case "--help", "-h" -> help = true;
                case "--seconds" -> seconds = positive(word, value(word, words));
                case "--rounds" -> rounds = (int) positive(word, value(word, words));
                case "--clients" -> clients = list(word, words).stream()
                        .map(each -> (int) number(word, each)).toList();
                case "--fields" -> fields = list(word, words);
                case "--only" -> only = list(word, words).stream().map(Options::way).toList();
                default -> throw new IllegalArgumentException("unknown argument \"" + word + "\"");
            }
        }
        if (clients.isEmpty()) {
            clients = quick ? List.of(16) : List.of(64, 256);
        }
        if (http && Arrays.stream(arguments).anyMatch(ENGINE_ONLY::contains)) {
            throw new IllegalArgumentException("--http takes none of " + ENGINE_ONLY);
        }
        if (seconds == 0) {
            seconds = USUAL_SECONDS;
        }
        if (rounds == 0) {
            rounds = quick ? 1 : USUAL_ROUNDS;
        }
        if (fields.isEmpty()) {
            fields = http ? HTTP_FIELDS : FIELDS;
        }
        return new Options(http, new Pace(seconds, rounds, quick), clients, fields,
                only, new Also(!http && (save || !quick), help));
    }

    private static String value(String word, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(word + " takes a value");
        }
        return words.next();
    }

    private static List<String> list(String word, Iterator<String> words) {
        return new ArrayList<>(List.of(value(word, words).split(",")));
    }

    private static double number(String word, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException(word + " takes numbers, not \"" + text + "\"");
        }
    }

    private static double positive(String word, String text) {
        double number = number(word, text);
        if (!(number > 0)) {
            throw new IllegalArgumentException(word + " takes more than 0");
        }
        return number;
    }

    private static Contender way(String word) {
        return Contender.of(word).orElseThrow(
                () -> new IllegalArgumentException("there is no way \"" + word + "\""));
    }

    private static void between(String word, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(word + " takes " + least + " to " + most);
        }
    }
}
