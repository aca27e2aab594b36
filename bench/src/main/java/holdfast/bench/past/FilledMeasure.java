package holdfast.bench.past;

import holdfast.AuditReport;
import holdfast.Claim;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.RequestOptions;
import holdfast.bench.measure.Latencies;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.server.booking.BookingSearch;
import holdfast.server.booking.BookingSearch.Mark;
import holdfast.server.booking.BookingSearch.Search;
import holdfast.server.booking.Contact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Measures one workspace: each call alone, one after another, then many at once, then an audit.
public final class FilledMeasure {
    private static final int CLIENTS = 64;
    private static final int PAGE = 50;
    private static final int EVENTS = 1_000;
    private static final int LAST_NAMES = 5_000;
    private static final String NOTE = """
            {"reference":"ABCDEFGH","customer":{"name":"Ida Newman",\
            "email":"ida@example.org"},"by":"key_filled"}""";

    private final DataSource source;
    private final Effort effort;

    /// How much is measured.
    ///
    /// @param warmUp  calls of each kind that do not count
    /// @param calls   calls of each kind that count
    /// @param seconds how long many customers book at once
    public record Effort(int warmUp, int calls, int seconds) {
        public static final Effort USUAL = new Effort(500, 1_000, 10);

        int all() {
            return warmUp + calls;
        }
    }

    public FilledMeasure(DataSource source, Effort effort) {
        this.source = source;
        this.effort = effort;
    }

    /// A figure with its name.
    public record Figure(String name, String value) {}

    private interface Call {
        void make(int number);
    }

    public List<Figure> run() {
        List<Figure> figures = new ArrayList<>();
        long began = System.nanoTime();
        try (Engine engine = Engine.open(source, Limits.usual())) {
            engine.offer(PastBookings.WORKSPACE, new Inventory.Pool("fresh:floor", 100_000_000));
            figures.add(seconds("first offer of a new engine", began));
            String[] holds = new String[effort.all()];
            figures.add(each("hold", number -> holds[number] = hold(engine)));
            figures.add(each("confirm", number -> confirm(engine, holds[number])));
            figures.add(each("free",
                    number -> engine.freePlaces(PastBookings.WORKSPACE, "fresh:floor")));
            searches(engine, figures);
            figures.add(new Figure("holds and confirmations of " + CLIENTS + " customers",
                    String.format(Locale.ROOT, "%,.0f/s", rate(engine))));
            began = System.nanoTime();
            AuditReport report = engine.audit(PastBookings.WORKSPACE);
            if (!report.clean()) {
                throw new IllegalStateException("not clean: " + report.findings().getFirst());
            }
            figures.add(seconds("audit", began));
        }
        return figures;
    }

    private static Figure seconds(String name, long began) {
        return new Figure(name,
                String.format(Locale.ROOT, "%.2f s", (System.nanoTime() - began) / 1e9));
    }

    private void searches(Engine engine, List<Figure> figures) {
        BookingSearch search = new BookingSearch(source, 2);
        figures.add(each("search by name", number -> page(engine, search,
                contact("Anna Name" + number % LAST_NAMES, null))));
        figures.add(each("search by address", number -> page(engine, search,
                contact(null, "anna" + number * 8 + "@example.org"))));
        figures.add(each("search by event", number -> page(engine, search, new Search(
                Optional.empty(), Contact.NONE, Optional.empty(),
                List.of("evt_filled" + number % EVENTS), Optional.empty(),
                BookingSearch.Period.EVER))));
    }

    private static Search contact(@Nullable String name, @Nullable String email) {
        return new Search(Optional.empty(), new Contact(Optional.ofNullable(name),
                Optional.ofNullable(email), Optional.empty(), Optional.empty()),
                Optional.empty(), List.of(), Optional.empty(), BookingSearch.Period.EVER);
    }

    private static void page(Engine engine, BookingSearch search, Search wanted) {
        List<Mark> found = search.find(PastBookings.WORKSPACE, wanted, Mark.FIRST, PAGE);
        engine.find(PastBookings.WORKSPACE, found.stream().map(Mark::hold).toList());
    }

    private static String hold(Engine engine) {
        HoldOutcome outcome = engine.hold(new HoldRequest(
                PastBookings.WORKSPACE, new Claim.Capacity("fresh:floor", 1))
                .note("evt_fresh@1=3500EUR"));
        return ((HoldOutcome.Granted) outcome).hold().id();
    }

    private static void confirm(Engine engine, String hold) {
        ConfirmOutcome outcome = engine.confirm(new ConfirmRequest(PastBookings.WORKSPACE, hold,
                new RequestOptions(Optional.empty(), Optional.empty(), Optional.of(NOTE),
                        List.of()),
                Optional.empty()));
        if (!(outcome instanceof ConfirmOutcome.Confirmed)) {
            throw new IllegalStateException("not confirmed: " + outcome);
        }
    }

    private Figure each(String what, Call call) {
        Latencies latencies = new Latencies();
        for (int number = 0; number < effort.all(); number++) {
            long began = System.nanoTime();
            call.make(number);
            if (number >= effort.warmUp) {
                latencies.add(System.nanoTime() - began);
            }
        }
        return new Figure(what + ", median / p99", String.format(Locale.ROOT, "%.2f / %.2f ms",
                latencies.percentile(50), latencies.percentile(99)));
    }

    private double rate(Engine engine) {
        AtomicLong done = new AtomicLong();
        long began = System.nanoTime();
        long end = began + effort.seconds * 1_000_000_000L;
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, CLIENTS).forEach(client -> clients.execute(() -> {
                while (System.nanoTime() < end) {
                    confirm(engine, hold(engine));
                    done.incrementAndGet();
                }
            }));
        }
        return done.get() / ((System.nanoTime() - began) / 1e9);
    }
}
