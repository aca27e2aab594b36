package holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.bench.past.FilledMeasure;
import holdfast.bench.way.Contender;
import holdfast.bench.way.RedisServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The benchmark runs, and its audits have the expected results. No speed is asserted.
class BenchTest {
    private static final int TRIES = 8;
    private static final String SAVED = "Each finished field is written to ";
    private static final String HOT = "One hot pool, 16 clients";

    private record Ran(int exit, String out, String progress) {
        /// The table whose first column has this heading: its rows, its cells.
        List<List<String>> table(String heading) {
            List<String> lines = out.lines().toList();
            int first = 0;
            while (!lines.get(first).startsWith("| " + heading + " |")) {
                first++;
            }
            List<List<String>> rows = new ArrayList<>();
            for (String line : lines.subList(first, lines.size())) {
                if (!line.startsWith("|")) {
                    break;
                }
                assertThat(line).endsWith("|");
                String[] cells = line.substring(1, line.length() - 1).split("\\|", -1);
                rows.add(Arrays.stream(cells).map(String::strip).toList());
            }
            return rows;
        }
    }

    private static Ran run(String... arguments) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream progress = new ByteArrayOutputStream();
        int exit = BenchMain.run(arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(progress, true, StandardCharsets.UTF_8));
        return new Ran(exit, out.toString(StandardCharsets.UTF_8),
                progress.toString(StandardCharsets.UTF_8));
    }

    /// The launcher starts a copy of the program.
    @Test
    void findsItsFolderFromEachCopyOfTheProgram() {
        Path target = Path.of("bench", "target").toAbsolutePath();
        for (String program : new String[] {"classes", "holdfast-bench.jar",
                "runs/20261201-1/holdfast-bench.jar"}) {
            assertThat(BenchFolders.target(target.resolve(program))).isEqualTo(target);
        }
    }

    @Test
    void runsAndAuditsEveryContender() throws IOException {
        Ran ran = run("--quick", "--clients", "16");
        List<Contender> ways = Arrays.stream(Contender.values())
                .filter(way -> !way.needsRedis()
                        || !ran.out.contains(way.title() + ": " + RedisServer.MISSING))
                .toList();
        List<String> fair = ways.stream().filter(way -> !way.isControl())
                .map(Contender::title).toList();
        Stream.of(HOT, "100 pools, skewed, 16 clients", "One hall of 2,000 seats, 16 clients",
                "Fifty calendars, 15 to 120 minutes, 16 clients",
                "One hot pool, four places for each customer, 16 clients",
                "Mixed baskets: two places, one seat and one visit, 16 clients",
                "One hot pool, every request with a key, 16 clients")
                .forEach(heading -> wellFormed(ran.table(heading), fair));
        List<List<String>> last = ran.table("The last 500 places, 64 clients");
        assertThat(last.stream().skip(2).map(List::getFirst))
                .containsExactlyElementsOf(ways.stream().filter(Contender::sells)
                        .map(Contender::title).toList());
        for (List<String> row : last.subList(2, last.size())) {
            if (fair.contains(row.getFirst())) {
                assertThat(row.subList(1, 3)).containsExactly("500", "clean");
            }
        }
        assertThat(ran.out).contains(
                "fsync on", "full_page_writes on", "synchronous_commit on", "PostgreSQL", "JDK");
    }

    private static void wellFormed(List<List<String>> table, List<String> ways) {
        assertThat(table).allSatisfy(row -> assertThat(row).hasSize(10));
        assertThat(table.get(1)).allMatch("---"::equals);
        List<List<String>> rows = table.subList(2, table.size());
        assertThat(rows.stream().map(List::getFirst)).containsExactlyElementsOf(ways);
        for (List<String> row : rows) {
            assertThat(row.subList(1, 6)).allMatch(cell -> cell.matches("[0-9][0-9.,]*|–"));
            assertThat(row.get(6)).matches("[0-9]+ %|–");
            assertThat(row.get(8)).matches("[0-9]+(, not stable)?");
            assertThat(row.getLast()).isEqualTo("clean");
        }
    }

    /// Whether two of them collide is a matter of chance, so several tries are allowed.
    @Test
    void findsTheErrorsOfTheNegativeControls() throws IOException {
        Ran ran = run("--quick", "--fields", "hot", "--only", "unguarded,paused");
        for (int tries = 1; ran.exit != 0 && tries < TRIES; tries++) {
            ran = run("--quick", "--fields", "hot", "--only", "unguarded,paused");
        }
        assertThat(ran.exit).isZero();
        List<List<String>> last = ran.table("The last 500 places, 64 clients");
        assertThat(last.get(2).getFirst()).isEqualTo(Contender.UNGUARDED.title());
        assertThat(last.subList(2, last.size()))
                .allSatisfy(row -> assertThat(row.getLast()).startsWith("**oversold by "));
    }

    @Test
    void measuresInRoundsAndSavesEachField() throws IOException {
        Ran ran = run("--quick", "--rounds", "2", "--save", "--fields", "keys,pools",
                "--only", "textbook,bound");
        assertThat(ran.exit).as(ran.progress).isZero();
        List<List<String>> rows =
                ran.table("One hot pool, every request with a key, 16 clients");
        assertThat(rows.subList(2, rows.size())).allSatisfy(
                row -> assertThat(row.get(1)).matches("[0-9.,]+( \\([0-9.,]+–[0-9.,]+\\))?"));
        assertThat(ran.progress).contains("About 1 min for keys, pools.", "round 2", "min left");
        Path folder = Path.of(ran.progress.lines()
                .filter(line -> line.startsWith(SAVED)).findFirst().orElseThrow()
                .substring(SAVED.length()).replaceFirst("\\.$", ""));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(
                    "keys.md", "keys.jsonl", "pools.md", "pools.jsonl");
        }
        assertThat(Files.readAllLines(folder.resolve("keys.jsonl"))).hasSize(3)
                .last().asString().contains("\"way\": \"bound\"", "\"rounds\": [");
        BenchFolders.remove(folder);
    }

    /// A field that fails ends the run; the fields before it are printed and those left are named.
    @Test
    void namesTheFieldsThatAreLeft() {
        Report.Sold pools = new Report.Sold("pools", "", List.of(), List.of(), List.of());
        Report report = new Report(
                new MachineInfo("", "", "", "", 0, LocalDate.EPOCH), List.of(), List.of(),
                List.of("pools", "hall")).with(pools);
        assertThat(report.remaining()).containsExactly("hall");
        assertThat(report.asExpected()).isFalse();
        assertThat(report.with(new Report.Sold("hall", "", List.of(), List.of(), List.of()))
                .asExpected()).isTrue();
    }

    @Test
    void describesItsOptionsAndRefusesOthers() throws IOException {
        assertThat(run("--help").out).isEqualTo(Options.HELP);
        assertThat(run("--fields", "moon").exit).isEqualTo(2);
    }

    /// The audit of what it wrote is clean, or it would fail.
    @Test
    void measuresDatabasesWithPastBookings() throws IOException {
        PrintStream progress = new PrintStream(new ByteArrayOutputStream(), true,
                StandardCharsets.UTF_8);
        List<PastBench.PastResult> measured = new PastBench(progress)
                .run(PastBench.numbers("2000"), new FilledMeasure.Effort(5, 10, 1));
        assertThat(PastBench.table(measured).lines().toList())
                .hasSize(2 + measured.getFirst().figures().size())
                .first().asString().contains("| past bookings | 2,000 |");
        assertThat(run("--past", "1234").exit).isEqualTo(2);
    }

    /// Its audit, with the provider's list, is clean.
    @Test
    void measuresWhatSellingCosts() throws IOException {
        PrintStream progress = new PrintStream(new ByteArrayOutputStream(), true,
                StandardCharsets.UTF_8);
        PayBench.Ran ran = new PayBench(progress).run(new PayBench.Effort(0.5, 4, 100));
        assertThat(ran.clean()).isTrue();
        assertThat(ran.figures()).hasSize(5)
                .allSatisfy(each -> assertThat(each.count()).as(each.what()).isPositive());
        assertThat(PayBench.table(ran)).contains("| check-ins |", "| webhook deliveries |",
                "at the median", ": clean.");
        assertThat(run("--pay", "0").exit).isEqualTo(2);
        assertThat(run("--pay", "soon").exit).isEqualTo(2);
    }
}
