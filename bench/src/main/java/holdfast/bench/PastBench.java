package holdfast.bench;

import holdfast.bench.past.FilledMeasure;
import holdfast.bench.past.FilledMeasure.Effort;
import holdfast.bench.past.FilledMeasure.Figure;
import holdfast.bench.past.PastBookings;
import holdfast.database.Database;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `./holdfast bench --past 0,1000000`: the same measurements on databases with so many past
/// bookings. They show what grows with a shop's age.
///
/// It runs in a process of its own, because the benchmark's program has no classes of the server.
public final class PastBench {
    static final String OPTION = "--past";

    private final PrintStream progress;

    PastBench(PrintStream progress) {
        this.progress = progress;
    }

    /// The measurements, with the server's classes on the class path.
    ///
    /// @param words the numbers of bookings
    public static void main(String[] words) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream progress = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        out.print("\n" + table(new PastBench(progress).run(numbers(words[0]))));
    }

    /// Starts {@link #main} with the server's jar; returns its exit status.
    static int start(String numbers) throws IOException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                BenchFolders.server() + File.pathSeparator
                        + System.getProperty("java.class.path"),
                PastBench.class.getName(), numbers).inheritIO().start();
        try {
            return process.waitFor();
        } catch (InterruptedException stop) {
            process.destroy();
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /// The figures of one database.
    record PastResult(long bookings, List<Figure> figures) {}

    /// The numbers of bookings that an argument lists.
    static List<Long> numbers(String list) {
        List<Long> numbers = new ArrayList<>();
        for (String each : list.split(",", -1)) {
            long number = Long.parseLong(each);
            if (number < 0 || number % PastBookings.IN_ONE_EVENT != 0) {
                throw new IllegalArgumentException(each + " is not a number of thousands");
            }
            numbers.add(number);
        }
        return numbers;
    }

    List<PastResult> run(List<Long> numbers) throws IOException {
        return run(numbers, Effort.USUAL);
    }

    List<PastResult> run(List<Long> numbers, Effort effort) throws IOException {
        progress.println("== warming up");
        measured(0, effort);
        List<PastResult> all = new ArrayList<>();
        for (long bookings : numbers) {
            all.add(measured(bookings, effort));
        }
        return all;
    }

    private PastResult measured(long bookings, Effort effort) throws IOException {
        Path home = BenchFolders.make();
        try {
            return measure(home, bookings, effort);
        } finally {
            BenchFolders.remove(home);
        }
    }

    private PastResult measure(Path home, long bookings, Effort effort) {
        progress.printf("== %,d bookings%n", bookings);
        try (Database database = Database.open(Database.Settings.embeddedIn(home))) {
            PastBookings.fill(database.dataSource(), bookings, progress);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        List<Figure> figures = new ArrayList<>();
        long began = System.nanoTime();
        try (Database database = Database.open(Database.Settings.embeddedIn(home))) {
            figures.add(new Figure("opening the database", String.format(Locale.ROOT, "%.2f s",
                    (System.nanoTime() - began) / 1e9)));
            figures.addAll(new FilledMeasure(database.dataSource(), effort).run());
        }
        figures.forEach(each -> progress.println("  " + each.name() + ": " + each.value()));
        return new PastResult(bookings, figures);
    }

    /// A row for each figure and a column for each database.
    static String table(List<PastResult> all) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("past bookings"));
        all.forEach(each -> head.add(String.format(Locale.ROOT, "%,d", each.bookings())));
        rows.add(head);
        for (int at = 0; at < all.getFirst().figures().size(); at++) {
            List<String> row = new ArrayList<>(
                    List.of(all.getFirst().figures().get(at).name()));
            for (PastResult each : all) {
                row.add(each.figures().get(at).value());
            }
            rows.add(row);
        }
        return MarkdownTables.table(rows);
    }
}
