package holdfast.lifecycle;

import holdfast.ChangeOutcome;
import holdfast.ListingChange;
import holdfast.Refusal;
import holdfast.Unanswered;
import holdfast.change.ChangePlan;
import holdfast.change.ChangeWork;
import holdfast.change.HoldListener;
import holdfast.claims.DatabaseClock;
import holdfast.claims.Objections;
import holdfast.claims.PendingLine;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import holdfast.time.CalendarBatch;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// CHANGE: changes listings and their inventories in one transaction with rows of the caller's.
///
/// It locks in the global order: the caller's rows, listings, pools, seat maps, calendars, holds,
/// each by id. Then it reads the clock and finds every reason to refuse. One round trip writes
/// everything, with the caller's rows, and commits.
public final class ChangeVerb<R> implements BatchedVerb<ChangeVerb.Request<R>, Supplier<R>> {
    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final KindStores stores;
    private final Supplier<String> ids;
    private final Semaphore room;

    /// @param ids  ids for holds
    /// @param room how many changes write at once, so that the holds keep most of the database
    public ChangeVerb(KindStores stores, Supplier<String> ids, Semaphore room) {
        this.stores = stores;
        this.ids = ids;
        this.room = room;
    }

    public record Request<R>(String workspace, ChangeWork<R> work) {}

    @Override
    public String workspace(Request<R> request) {
        return request.workspace();
    }

    @Override
    public Optional<String> text(Request<R> request) {
        return Optional.empty();
    }

    /// One request at a time: each is a transaction of its own. An exception of the plan is an
    /// answer, so that the request is not retried.
    @Override
    public List<Supplier<R>> serve(Transaction tx, String workspace,
            List<Attempt<Request<R>>> attempts)
            throws SQLException {
        Attempt<Request<R>> attempt = attempts.getFirst();
        ChangePlan<R> plan;
        try {
            plan = attempt.request().work().plan(tx, attempt.tries());
        } catch (RuntimeException refused) {
            return List.of(() -> {
                throw refused;
            });
        }
        return switch (plan) {
            case ChangePlan.Answer<R> answer -> List.of(answer::answer);
            case ChangePlan.Change<R> change -> {
                ChangeOutcome outcome = inTurn(tx, workspace, change, attempt.id());
                yield List.of(() -> change.answer().apply(outcome));
            }
        };
    }

    private ChangeOutcome inTurn(
            Transaction tx, String workspace, ChangePlan.Change<R> change, String attempt)
            throws SQLException {
        try {
            if (!room.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Refusal.Overloaded(RETRY_AFTER);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Unanswered("interrupted before anything was changed", stop);
        }
        try {
            return change(tx, workspace, change, attempt);
        } finally {
            room.release();
        }
    }

    // A big seat map takes longer to write than any hold. Both limits start anew here; PostgreSQL
    // restarts the limit of a transaction only when it is switched off first.
    private static final String LONGER = """
            SELECT set_config('statement_timeout', '25s', true),
                   CASE WHEN current_setting('transaction_timeout', true) IS NOT NULL
                        THEN set_config('transaction_timeout', '0', true) END,
                   CASE WHEN current_setting('transaction_timeout', true) IS NOT NULL
                        THEN set_config('transaction_timeout', '60s', true) END""";

    private ChangeOutcome change(
            Transaction tx, String workspace, ChangePlan.Change<R> change, String attempt)
            throws SQLException {
        List<ListingChange> changes = change.changes();
        Map<String, ListingTable.Row> rows = new HashMap<>();
        Pipeline first = tx.pipeline();
        first.query(LONGER, row -> true);
        Pipeline.Answer<ListingTable.Row> listings = ListingTable.lock(
                first, workspace, changes.stream().map(ListingChange::listing).toList());
        first.run();
        listings.rows().forEach(row -> rows.put(row.listing(), row));
        for (ListingChange each : changes) {
            long version = Optional.ofNullable(rows.get(each.listing()))
                    .map(ListingTable.Row::version).orElse(0L);
            if (version != each.version() - 1) {
                return new ChangeOutcome.OtherVersion(each.listing(), version);
            }
        }
        long stamp = ThreadLocalRandom.current().nextLong();
        try (CalendarBatch batch = stores.time().open(workspace, stamp)) {
            InventoryOffers.Named named = new InventoryOffers.Named();
            changes.forEach(named::add);
            ListingTimes times = new ListingTimes(workspace, attempt, ids, batch);
            times.look(tx, changes, rows, named);
            InventoryOffers offers = named.open(stores, workspace, stamp);
            Pipeline pipeline = tx.pipeline();
            offers.lock(pipeline);
            Optional<Pipeline.Answer<HoldRow>> holds = times.lock(pipeline);
            Pipeline.Answer<Instant> clock = DatabaseClock.query(pipeline);
            pipeline.run();
            times.locked(holds);
            Instant now = clock.only();
            Objections objections = new Objections();
            offers.decide(tx, now, objections);
            UnsoldParts.look(tx, workspace, change.unsold(), now, objections);
            batch.follow(offers.time());
            batch.load(tx, now);
            List<ListingTable.Row> decided = times.decide(tx, changes, rows, now, objections);
            Optional<ChangeOutcome> refusal = objections.first();
            if (refusal.isPresent()) {
                return refusal.get();
            }
            write(tx, workspace, now, new Decided(
                    offers, times, decided, change.write(), stores.listener()));
            return new ChangeOutcome.Changed(now);
        }
    }

    /// The decisions, and the caller's statements.
    private record Decided(
            InventoryOffers offers, ListingTimes times, List<ListingTable.Row> listings,
            ChangePlan.Write write, HoldListener listener) {}

    private static void write(Transaction tx, String workspace, Instant now, Decided decided)
            throws SQLException {
        List<PendingLine> lines = new ArrayList<>();
        Pipeline pipeline = tx.pipeline();
        if (!decided.listings.isEmpty()) {
            OfferVerb.workspace(pipeline, workspace, now);
            decided.offers.write(pipeline, lines);
            List<HoldRow> holds = decided.times.write(pipeline, now, lines);
            Journal.write(pipeline, workspace, now, lines, holds);
            ListingTable.change(pipeline, workspace, decided.listings);
            if (!holds.isEmpty()) {
                decided.listener.changed(
                        pipeline, workspace, holds.stream().map(row -> row.seen(now)).toList());
            }
        }
        decided.write.add(pipeline, now);
        tx.commit(pipeline);
    }
}
