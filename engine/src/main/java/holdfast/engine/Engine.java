package holdfast.engine;

import holdfast.AuditReport;
import holdfast.BlockOutcome;
import holdfast.BlockRequest;
import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.Entry;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.ExtendOutcome;
import holdfast.ExtendRequest;
import holdfast.Free;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Invalid;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.News;
import holdfast.OfferOutcome;
import holdfast.Recorded;
import holdfast.Refusal;
import holdfast.TimeQuery;
import holdfast.audit.Auditing;
import holdfast.change.AuditCheck;
import holdfast.change.ChangeWork;
import holdfast.change.Changes;
import holdfast.change.HoldListener;
import holdfast.ledger.Clock;
import holdfast.ledger.Digest;
import holdfast.lifecycle.Ask;
import holdfast.lifecycle.AuditRows;
import holdfast.lifecycle.Changing;
import holdfast.lifecycle.Expiring;
import holdfast.lifecycle.Offering;
import holdfast.lifecycle.Recalling;
import holdfast.lifecycle.Seeing;
import holdfast.lifecycle.Stocks;
import holdfast.lifecycle.Telling;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;

/// Holdfast on a PostgreSQL database. Any number of engines may work on one database: what decides
/// is there, and an engine keeps nothing that another one would miss.
public final class Engine implements Holdfast, Changes {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int MOST_CHOICES = 10;
    private static final int MOST_VERSIONS = 10_000;
    private static final int MOST_MARKS = 1_000;
    private static final int MOST_NEWS = 10_000;
    private static final int MOST_FOUND = 10_000;
    private static final int MOST_COUNTED = 100_000;

    private final Limits limits;
    private final Ids ids;
    private final Reader reader;
    private final Turnstile turnstile;
    private final Serving serving;
    private final Seeing seeing;
    private final Desks desks;
    private final Stocks stocks;
    private final Semaphore changes;
    private final AuditCheck check;

    private Engine(
            Sources sources, Limits limits, Watcher watcher, HoldListener listener,
            AuditCheck check) {
        this.limits = limits;
        this.check = check;
        stocks = new Stocks(listener);
        changes = new Semaphore(limits.runners());
        reader = new Reader(sources.readers(), watcher);
        ids = new Ids(reader.read(Clock::read).toEpochMilli());
        serving = new Serving(sources.batches(), limits.patience(), watcher);
        turnstile = new Turnstile(limits, serving, watcher);
        seeing = new Seeing(stocks);
        desks = new Desks(stocks, limits);
    }

    /// Opens an engine on a database that has the schema. The engine takes connections from the
    /// source as it needs them, at most `limits.runners()` at once for its batches and one for
    /// each reader.
    public static Engine open(DataSource source, Limits limits) {
        return open(source, limits, Watch.NONE);
    }

    /// The same, with somebody who is told what it goes through.
    public static Engine open(DataSource source, Limits limits, Watch watch) {
        return open(new Sources(source, source), limits, watch);
    }

    /// The same, with other connections for what is only read, so that no batch waits for a reader.
    public static Engine open(Sources sources, Limits limits, Watch watch) {
        return open(sources, limits, watch, HoldListener.NONE);
    }

    /// The same, with rows of the caller's about bookings and blocks.
    public static Engine open(
            Sources sources, Limits limits, Watch watch, HoldListener listener) {
        return open(sources, limits, watch, listener, AuditCheck.NONE);
    }

    /// The same, with an audit that compares tables of the caller's too.
    public static Engine open(
            Sources sources, Limits limits, Watch watch, HoldListener listener,
            AuditCheck check) {
        return new Engine(sources, limits, new Watcher(watch), listener, check);
    }

    /// Where the connections come from: the batches' and the readers', of the same database.
    public record Sources(DataSource batches, DataSource readers) {}

    /// How much is inside at this moment: requests that wait for a batch, and batches under way.
    public record Load(int waiting, int batches) {}

    public Load load() {
        return turnstile.load();
    }

    @Override
    public OfferOutcome offer(String workspace, Inventory inventory) {
        return offering(new Offering.Change.Put(workspace(workspace), inventory));
    }

    @Override
    public OfferOutcome withdraw(String workspace, Kind kind, String inventory) {
        return offering(new Offering.Change.Take(workspace(workspace), kind, inventory));
    }

    @Override
    public <R> R change(String workspace, ChangeWork<R> work) {
        Desk<Changing.Request<R>, Supplier<R>> desk = new Desk<>("change", "chg_",
                new Changing<>(stocks, () -> ids.next("hld_"), changes));
        return serving.one(desk, workspace,
                desk.ask(new Changing.Request<>(workspace(workspace), work), ids)).get();
    }

    /// Offers are few and each is a transaction of its own: they do not queue with the holds.
    private OfferOutcome offering(Offering.Change change) {
        return serving.one(desks.offer, change.workspace(), desks.offer.ask(change, ids));
    }

    @Override
    public BlockOutcome block(BlockRequest request) {
        return pass(desks.block, request).orElse(overloaded());
    }

    @Override
    public CancelOutcome unblock(String workspace, String block) {
        return pass(desks.unblock, new CancelRequest(workspace, block, true))
                .orElse(overloaded());
    }

    @Override
    public HoldOutcome hold(HoldRequest request) {
        if (request.holdFor().compareTo(limits.longestHold()) > 0) {
            throw new Invalid("holdFor", "must be at most " + limits.longestHold());
        }
        return pass(desks.hold, request).orElse(overloaded());
    }

    @Override
    public Optional<Recorded> recall(String workspace, String key, String fingerprint) {
        return reader.read(tx -> Recalling.recall(
                tx, workspace(workspace), key, Digest.of(fingerprint)));
    }

    @Override
    public ConfirmOutcome confirm(ConfirmRequest request) {
        return pass(desks.confirm, request).orElse(overloaded());
    }

    @Override
    public CancelOutcome cancel(CancelRequest request) {
        return pass(desks.cancel, request).orElse(overloaded());
    }

    @Override
    public ExtendOutcome extend(ExtendRequest request) {
        return pass(desks.extend, request).orElse(overloaded());
    }

    @Override
    public ExchangeOutcome exchange(ExchangeRequest request) {
        return pass(desks.exchange, request).orElse(overloaded());
    }

    private <Q, A> Optional<A> pass(Desk<Q, A> desk, Q request) {
        return turnstile.pass(desk, desk.ask(request, ids));
    }

    private static Refusal.Overloaded overloaded() {
        return new Refusal.Overloaded(RETRY_AFTER);
    }

    @Override
    public int expire(int most) {
        int tidied = 0;
        for (String workspace : reader.read(Expiring::workspaces)) {
            while (tidied < most) {
                int atOnce = Math.min(most - tidied, limits.batch());
                List<Expiring.Lapsed> lapsed =
                        reader.read(tx -> Expiring.find(tx, workspace, atOnce));
                List<Ask<Expiring.Lapsed>> asks = lapsed.stream()
                        .map(each -> desks.expire.ask(each, ids)).toList();
                if (asks.isEmpty()) {
                    break;
                }
                int round = (int) serving.all(desks.expire, workspace, asks).stream()
                        .filter(Boolean::booleanValue).count();
                // The clock was set back between looking and tidying: another time, then.
                if (round == 0) {
                    break;
                }
                tidied += round;
            }
        }
        return tidied;
    }

    @Override
    public Optional<Hold> find(String workspace, String hold) {
        return reader.read(tx -> seeing.find(tx, workspace(workspace), hold));
    }

    @Override
    public List<Hold> find(String workspace, Collection<String> holds) {
        if (holds.size() > MOST_FOUND) {
            throw new Invalid("holds", "must be at most " + MOST_FOUND);
        }
        return reader.read(tx -> seeing.find(tx, workspace(workspace), holds));
    }

    @Override
    public Optional<Free.Places> freePlaces(String workspace, String pool) {
        return reader.read(tx -> seeing.places(tx, workspace(workspace), pool));
    }

    @Override
    public Optional<Free.Seats> freeSeats(String workspace, String seatMap) {
        return reader.read(tx -> seeing.seats(tx, workspace(workspace), seatMap));
    }

    /// What decides is read first; the connection is given back before anything is worked out.
    @Override
    public Free.Times freeTimes(TimeQuery query, BooleanSupplier wanted) {
        return reader.read(tx -> seeing.times(tx, query)).list(wanted);
    }

    @Override
    public News since(String workspace, List<News.Mark> marks, int most) {
        if (marks.isEmpty() || marks.size() > MOST_MARKS || most < 1 || most > MOST_NEWS) {
            throw new Invalid("marks", "must be 1 to " + MOST_MARKS + ", and most at most "
                    + MOST_NEWS);
        }
        return reader.read(tx -> Telling.since(tx, workspace(workspace), marks, most));
    }

    @Override
    public List<Claim.Named> nextBest(
            String workspace, String seatMap, Claim.Choice wanted, int most) {
        if (most < 1 || most > MOST_CHOICES) {
            throw new Invalid("most", "must be from 1 to " + MOST_CHOICES);
        }
        Claim.Seats seats = new Claim.Seats(seatMap, wanted);
        return reader.read(tx -> seeing.nextBest(tx, workspace(workspace), seats, most));
    }

    @Override
    public Optional<Set<String>> counted(String workspace, String scope, int most) {
        if (most < 1 || most > MOST_COUNTED) {
            throw new Invalid("most", "must be from 1 to " + MOST_COUNTED);
        }
        return reader.read(tx -> seeing.counted(tx, workspace(workspace), scope, most));
    }

    @Override
    public Instant now() {
        return reader.read(Clock::read);
    }

    @Override
    public List<Entry> history(String workspace, String hold) {
        return reader.read(tx -> seeing.history(tx, workspace(workspace), hold));
    }

    @Override
    public List<Entry> history(
            String workspace, Kind kind, String inventory, long after, int most) {
        Seeing.Place place =
                new Seeing.Place(workspace(workspace), kind, inventory, after, most);
        return reader.read(tx -> seeing.history(tx, place));
    }

    @Override
    public Map<String, Long> versions(
            String workspace, Kind kind, Collection<String> inventories) {
        if (inventories.size() > MOST_VERSIONS) {
            throw new Invalid("inventories", "must be at most " + MOST_VERSIONS);
        }
        return reader.read(
                tx -> seeing.versions(tx, workspace(workspace), kind, inventories));
    }

    @Override
    public List<String> workspaces() {
        return reader.read(Expiring::workspaces);
    }

    @Override
    public AuditReport audit(String workspace) {
        String checked = workspace(workspace);
        return reader.read(tx -> Auditing.of(tx, checked, sink -> check.check(
                new AuditRows(tx, checked, sink::report, sink::compared))));
    }

    private static String workspace(String word) {
        return new ConfirmRequest(word, "any").workspace();
    }

    @Override
    public void close() {
        turnstile.close();
    }
}
