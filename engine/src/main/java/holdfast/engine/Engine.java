package holdfast.engine;

import holdfast.AuditReport;
import holdfast.BlockOutcome;
import holdfast.BlockRequest;
import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
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
import holdfast.InventoryChanges;
import holdfast.JournalLine;
import holdfast.Kind;
import holdfast.OfferOutcome;
import holdfast.RecordedAnswer;
import holdfast.Refusal;
import holdfast.Schedule;
import holdfast.ScheduledAudits;
import holdfast.TimeQuery;
import holdfast.Unanswered;
import holdfast.Window;
import holdfast.audit.AuditRun;
import holdfast.audit.ScheduledAudit;
import holdfast.capacity.LimitPools;
import holdfast.change.Archiving;
import holdfast.change.AuditCheck;
import holdfast.change.ChangeWork;
import holdfast.change.Changes;
import holdfast.change.Forgetting;
import holdfast.change.HoldListener;
import holdfast.change.Snapshots;
import holdfast.claims.DatabaseClock;
import holdfast.digest.Sha256;
import holdfast.lifecycle.AuditRows;
import holdfast.lifecycle.ChangeVerb;
import holdfast.lifecycle.ChangesSince;
import holdfast.lifecycle.EndedHolds;
import holdfast.lifecycle.ExpireVerb;
import holdfast.lifecycle.KindStores;
import holdfast.lifecycle.OfferVerb;
import holdfast.lifecycle.OverBookings;
import holdfast.lifecycle.Queries;
import holdfast.lifecycle.RecallVerb;
import holdfast.postgres.Retries;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
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

/// Holdfast on a PostgreSQL database. Any number of engines may share one database: all state that
/// decides is there, and an engine keeps only caches.
public final class Engine
        implements
            Holdfast,
            Changes,
            Forgetting,
            Archiving,
            Snapshots,
            ScheduledAudits {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int MOST_CHOICES = 10;
    private static final int MOST_VERSIONS = 10_000;
    private static final int MOST_MARKS = 1_000;
    private static final int MOST_NEWS = 10_000;
    private static final int MOST_FOUND = 10_000;
    private static final int MOST_CALENDARS = 500;
    private static final int MOST_DAYS = 62;
    private static final int AT_ONCE = 500;
    private static final int MOST_COUNTED = 100_000;

    private final DataSource source;
    private final Limits limits;
    private final TimeOrderedIds ids;
    private final Reader reader;
    private final Batcher batcher;
    private final BatchRunner runner;
    private final Queries queries;
    private final Verbs verbs;
    private final KindStores stores;
    private final Semaphore changes;
    private final AuditCheck check;

    private Engine(
            Sources sources, Limits limits, SafeListener listener, HoldListener rows,
            AuditCheck check) {
        this.source = sources.batches();
        this.limits = limits;
        this.check = check;
        stores = new KindStores(rows);
        changes = new Semaphore(limits.runners());
        reader = new Reader(sources.readers(), listener);
        ids = new TimeOrderedIds(reader.read(DatabaseClock::read).toEpochMilli());
        runner = new BatchRunner(sources.batches(), ids, limits.patience(), listener);
        batcher = new Batcher(limits, runner, listener);
        queries = new Queries(stores);
        verbs = new Verbs(stores, limits);
    }

    /// Opens an engine on a database that has the schema. The engine takes connections from the
    /// source as it needs them, at most `limits.runners()` at once for its batches and one for
    /// each reader.
    public static Engine open(DataSource source, Limits limits) {
        return open(source, limits, EngineListener.NONE);
    }

    /// The same, with a listener for metrics and logs.
    public static Engine open(DataSource source, Limits limits, EngineListener listener) {
        return open(new Sources(source, source), limits, listener);
    }

    /// The same, with a separate source for reads, so that no batch waits for a reader.
    public static Engine open(Sources sources, Limits limits, EngineListener listener) {
        return open(sources, limits, listener, HoldListener.NONE);
    }

    /// The same, with a listener that writes the caller's rows about bookings and blocks.
    public static Engine open(
            Sources sources, Limits limits, EngineListener listener, HoldListener rows) {
        return open(sources, limits, listener, rows, AuditCheck.NONE);
    }

    /// The same, with an audit that compares tables of the caller's too.
    public static Engine open(
            Sources sources, Limits limits, EngineListener listener, HoldListener rows,
            AuditCheck check) {
        return new Engine(sources, limits, new SafeListener(listener), rows, check);
    }

    /// The sources of connections for batches and for readers, of the same database.
    public record Sources(DataSource batches, DataSource readers) {}

    /// The load at this moment: requests that wait for a batch, and batches under way.
    public record Load(int waiting, int batches) {}

    public Load load() {
        return batcher.load();
    }

    @Override
    public OfferOutcome offer(String workspace, Inventory inventory) {
        return offering(new OfferVerb.Change.Put(workspace(workspace), inventory));
    }

    @Override
    public OfferOutcome withdraw(String workspace, Kind kind, String inventory) {
        return offering(new OfferVerb.Change.Take(workspace(workspace), kind, inventory));
    }

    @Override
    public <R> R change(String workspace, ChangeWork<R> work) {
        NamedVerb<ChangeVerb.Request<R>, Supplier<R>> verb = new NamedVerb<>("change", "chg_",
                new ChangeVerb<>(stores, () -> ids.next("hld_"), changes));
        return runner.one(verb, workspace,
                new ChangeVerb.Request<>(workspace(workspace), work)).get();
    }

    @Override
    public Forgotten forget(String workspace, Person person, Texts texts) {
        List<Hold> named = find(workspace, person.holds());
        return new ForgetRun(runner, verbs, workspace, texts).forget(person, named);
    }

    @Override
    public int archiveKeys(String workspace, Instant before, int most, KeyStore store) {
        return once(tx -> EndedHolds.archiveKeys(tx, workspace(workspace), before, most, store));
    }

    @Override
    public int archiveHolds(String workspace, Instant before, int most, HoldStore store) {
        return once(tx -> EndedHolds.archive(tx, workspace(workspace), before, most, store));
    }

    @Override
    public int archiveBookings(
            String workspace, Instant before, List<Over> bookings, HoldStore store) {
        return once(tx -> OverBookings.archive(
                tx, stores, workspace(workspace), before, bookings, store));
    }

    @Override
    public int removeLimits(String workspace) {
        int pools = 0;
        String last = "";
        while (true) {
            String after = last;
            LimitPools.Removed removed =
                    once(tx -> LimitPools.remove(tx, workspace(workspace), after, AT_ONCE));
            pools += removed.pools();
            if (removed.last().isEmpty()) {
                return pools;
            }
            last = removed.last().get();
        }
    }

    /// Without a second try: what a try stored in an archive says whether it was committed.
    private <T> T once(Retries.Work<T> work) {
        try {
            return Retries.run(source, 1, failure -> false, work);
        } catch (SQLException failure) {
            throw new Unanswered("the database gave no answer: " + failure.getMessage(), failure);
        }
    }

    /// Offers are few and each is a transaction of its own: they do not queue with the holds.
    private OfferOutcome offering(OfferVerb.Change change) {
        return runner.one(verbs.offer, change.workspace(), change);
    }

    @Override
    public BlockOutcome block(BlockRequest request) {
        return batcher.submit(verbs.block, request).orElse(overloaded());
    }

    @Override
    public CancelOutcome unblock(String workspace, String block) {
        return batcher.submit(verbs.unblock, new CancelRequest(workspace, block, true))
                .orElse(overloaded());
    }

    @Override
    public HoldOutcome hold(HoldRequest request) {
        if (request.holdFor().compareTo(limits.longestHold()) > 0) {
            throw new Invalid("holdFor", "must be at most " + limits.longestHold());
        }
        return batcher.submit(verbs.hold, request).orElse(overloaded());
    }

    @Override
    public Optional<RecordedAnswer> recall(String workspace, String key, String fingerprint) {
        return reader.read(tx -> RecallVerb.recall(
                tx, workspace(workspace), key, Sha256.of(fingerprint)));
    }

    @Override
    public ConfirmOutcome confirm(ConfirmRequest request) {
        return batcher.submit(verbs.confirm, request).orElse(overloaded());
    }

    @Override
    public CancelOutcome cancel(CancelRequest request) {
        return batcher.submit(verbs.cancel, request).orElse(overloaded());
    }

    @Override
    public ExtendOutcome extend(ExtendRequest request) {
        return batcher.submit(verbs.extend, request).orElse(overloaded());
    }

    @Override
    public ExchangeOutcome exchange(ExchangeRequest request) {
        return batcher.submit(verbs.exchange, request).orElse(overloaded());
    }

    private static Refusal.Overloaded overloaded() {
        return new Refusal.Overloaded(RETRY_AFTER);
    }

    @Override
    public int expire(int most) {
        int expired = 0;
        for (String workspace : reader.read(ExpireVerb::workspaces)) {
            while (expired < most) {
                int atOnce = Math.min(most - expired, limits.batch());
                List<ExpireVerb.Overdue> overdue =
                        reader.read(tx -> ExpireVerb.find(tx, workspace, atOnce));
                if (overdue.isEmpty()) {
                    break;
                }
                int round = (int) runner.all(verbs.expire, workspace, overdue).stream()
                        .filter(Boolean::booleanValue).count();
                // The clock was set back between the read and the expiry: leave the rest to the
                // next run.
                if (round == 0) {
                    break;
                }
                expired += round;
            }
        }
        return expired;
    }

    @Override
    public Optional<Hold> find(String workspace, String hold) {
        return reader.read(tx -> queries.find(tx, workspace(workspace), hold));
    }

    @Override
    public List<Hold> find(String workspace, Collection<String> holds) {
        if (holds.size() > MOST_FOUND) {
            throw new Invalid("holds", "must be at most " + MOST_FOUND);
        }
        return reader.read(tx -> queries.find(tx, workspace(workspace), holds));
    }

    @Override
    public Optional<Free.Places> freePlaces(String workspace, String pool) {
        return reader.read(tx -> queries.places(tx, workspace(workspace), pool));
    }

    @Override
    public Optional<Free.Seats> freeSeats(String workspace, String seatMap) {
        return reader.read(tx -> queries.seats(tx, workspace(workspace), seatMap));
    }

    /// Reads all rows first and returns the connection before the computation.
    @Override
    public Free.Times freeTimes(TimeQuery query, BooleanSupplier wanted) {
        return reader.read(tx -> queries.times(tx, query)).list(wanted);
    }

    @Override
    public List<Schedule> schedules(
            String workspace, Collection<String> calendars, Window window) {
        if (calendars.size() > MOST_CALENDARS || window.length().toDays() > MOST_DAYS) {
            throw new Invalid("window", "must be at most " + MOST_DAYS + " days of "
                    + MOST_CALENDARS + " calendars");
        }
        return reader.read(
                tx -> queries.schedules(tx, workspace(workspace), calendars, window));
    }

    @Override
    public InventoryChanges since(String workspace, List<InventoryChanges.Mark> marks, int most) {
        if (marks.isEmpty() || marks.size() > MOST_MARKS || most < 1 || most > MOST_NEWS) {
            throw new Invalid("marks", "must be 1 to " + MOST_MARKS + ", and most at most "
                    + MOST_NEWS);
        }
        return reader.read(tx -> ChangesSince.since(tx, workspace(workspace), marks, most));
    }

    @Override
    public List<Claim.Named> nextBest(
            String workspace, String seatMap, Claim.Choice wanted, int most) {
        if (most < 1 || most > MOST_CHOICES) {
            throw new Invalid("most", "must be from 1 to " + MOST_CHOICES);
        }
        Claim.Seats seats = new Claim.Seats(seatMap, wanted);
        return reader.read(tx -> queries.nextBest(tx, workspace(workspace), seats, most));
    }

    @Override
    public Optional<Set<String>> counted(String workspace, String scope, int most) {
        if (most < 1 || most > MOST_COUNTED) {
            throw new Invalid("most", "must be from 1 to " + MOST_COUNTED);
        }
        return reader.read(tx -> queries.counted(tx, workspace(workspace), scope, most));
    }

    @Override
    public Instant now() {
        return reader.read(DatabaseClock::read);
    }

    @Override
    public List<JournalLine> history(String workspace, String hold) {
        return reader.read(tx -> queries.history(tx, workspace(workspace), hold));
    }

    @Override
    public List<JournalLine> history(
            String workspace, Kind kind, String inventory, long after, int most) {
        Queries.Place place =
                new Queries.Place(workspace(workspace), kind, inventory, after, most);
        return reader.read(tx -> queries.history(tx, place));
    }

    @Override
    public Map<String, Long> versions(
            String workspace, Kind kind, Collection<String> inventories) {
        if (inventories.size() > MOST_VERSIONS) {
            throw new Invalid("inventories", "must be at most " + MOST_VERSIONS);
        }
        return reader.read(
                tx -> queries.versions(tx, workspace(workspace), kind, inventories));
    }

    @Override
    public List<String> workspaces() {
        return reader.read(ExpireVerb::workspaces);
    }

    @Override
    public AuditReport audit(String workspace) {
        String checked = workspace(workspace);
        return reader.read(tx -> {
            tx.snapshot();
            return AuditRun.whole(tx, checked, besides(tx, checked));
        });
    }

    @Override
    public <R> R snapshot(String workspace, Snapshots.Reading<R> reading) {
        String checked = workspace(workspace);
        return reader.read(tx -> {
            tx.snapshot();
            return reading.read(new Snapshots.View() {
                @Override
                public Transaction tx() {
                    return tx;
                }

                @Override
                public List<Hold> find(Collection<String> holds) throws SQLException {
                    return queries.find(tx, checked, holds);
                }
            });
        });
    }

    private AuditRun.Besides besides(Transaction tx, String workspace) {
        return (sink, changed) -> check.check(
                new AuditRows(tx, workspace, changed, sink::report, sink::compared));
    }

    @Override
    public Optional<Round> auditNext(String workspace, Pace pace) {
        String checked = workspace(workspace);
        return reader.read(tx -> ScheduledAudit.next(tx, checked, pace, besides(tx, checked)));
    }

    @Override
    public Map<String, Optional<LastAudit>> lastAudits() {
        return reader.read(ScheduledAudit::last);
    }

    private static String workspace(String word) {
        return new ConfirmRequest(word, "any").workspace();
    }

    @Override
    public void close() {
        batcher.close();
    }
}
