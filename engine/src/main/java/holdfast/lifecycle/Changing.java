package holdfast.lifecycle;

import holdfast.ChangeOutcome;
import holdfast.ListingChange;
import holdfast.Refusal;
import holdfast.Unanswered;
import holdfast.change.ChangePlan;
import holdfast.change.ChangeWork;
import holdfast.change.HoldListener;
import holdfast.ledger.Clock;
import holdfast.ledger.Line;
import holdfast.ledger.Objections;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import holdfast.time.TimeShelf;
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

/// CHANGE: what is described and what is on sale, in one transaction with rows of the caller's.
///
/// Locks in the global order: what the caller locks, listings, pools, seat maps, calendars, holds,
/// each by id. Then the clock is read, everything that stands against the change is found, and one
/// trip writes it all, with the caller's rows, and commits.
///
/// @param ids  ids for holds
/// @param room how many changes write at once, so that the holds keep most of the database
public record Changing<R>(Stocks stocks, Supplier<String> ids, Semaphore room)
        implements Verb<Changing.Request<R>, Supplier<R>> {
    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    public record Request<R>(String workspace, ChangeWork<R> work) {}

    @Override
    public String workspace(Request<R> request) {
        return request.workspace();
    }

    @Override
    public Optional<String> text(Request<R> request) {
        return Optional.empty();
    }

    /// One request at a time: each is a transaction of its own. What the plan throws is an answer
    /// too, so that it is not tried again.
    @Override
    public List<Supplier<R>> serve(Tx tx, String workspace, List<Ask<Request<R>>> asks)
            throws SQLException {
        Ask<Request<R>> ask = asks.getFirst();
        ChangePlan<R> plan;
        try {
            plan = ask.request().work().plan(tx, ask.tries());
        } catch (RuntimeException refused) {
            return List.of(() -> {
                throw refused;
            });
        }
        return switch (plan) {
            case ChangePlan.Answer<R> answer -> List.of(answer::answer);
            case ChangePlan.Change<R> change -> {
                ChangeOutcome outcome = inTurn(tx, workspace, change, ask.id());
                yield List.of(() -> change.answer().apply(outcome));
            }
        };
    }

    private ChangeOutcome inTurn(
            Tx tx, String workspace, ChangePlan.Change<R> change, String attempt)
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

    // What is put on sale may be big: so many seats take longer to write than any hold. Both limits
    // are counted anew from here, which takes two steps for the transaction's.
    private static final String LONGER = """
            SELECT set_config('statement_timeout', '25s', true),
                   CASE WHEN current_setting('transaction_timeout', true) IS NOT NULL
                        THEN set_config('transaction_timeout', '0', true) END,
                   CASE WHEN current_setting('transaction_timeout', true) IS NOT NULL
                        THEN set_config('transaction_timeout', '60s', true) END""";

    private ChangeOutcome change(
            Tx tx, String workspace, ChangePlan.Change<R> change, String attempt)
            throws SQLException {
        List<ListingChange> changes = change.changes();
        Map<String, Listings.Row> rows = new HashMap<>();
        Trip first = tx.trip();
        first.ask(LONGER, row -> true);
        Trip.Answer<Listings.Row> listings = Listings.lock(
                first, workspace, changes.stream().map(ListingChange::listing).toList());
        first.go();
        listings.rows().forEach(row -> rows.put(row.listing(), row));
        for (ListingChange each : changes) {
            long version = Optional.ofNullable(rows.get(each.listing()))
                    .map(Listings.Row::version).orElse(0L);
            if (version != each.version() - 1) {
                return new ChangeOutcome.OtherVersion(each.listing(), version);
            }
        }
        long stamp = ThreadLocalRandom.current().nextLong();
        try (TimeShelf shelf = stocks.time().open(workspace, stamp)) {
            Offers.Named named = new Offers.Named();
            changes.forEach(named::add);
            ListingTimes times = new ListingTimes(workspace, attempt, ids, shelf);
            times.look(tx, changes, rows, named);
            Offers offers = named.open(stocks, workspace, stamp);
            Trip locks = tx.trip();
            offers.lock(locks);
            Optional<Trip.Answer<HoldRow>> holds = times.lock(locks);
            Trip.Answer<Instant> clock = Clock.ask(locks);
            locks.go();
            times.locked(holds);
            Instant now = clock.only();
            Objections objections = new Objections();
            offers.decide(tx, now, objections);
            UnsoldParts.look(tx, workspace, change.unsold(), now, objections);
            shelf.follow(offers.time());
            shelf.load(tx, now);
            List<Listings.Row> decided = times.decide(tx, changes, rows, now, objections);
            Optional<ChangeOutcome> refusal = objections.first();
            if (refusal.isPresent()) {
                return refusal.get();
            }
            write(tx, workspace, now, new Decided(
                    offers, times, decided, change.write(), stocks.listener()));
            return new ChangeOutcome.Changed(now);
        }
    }

    /// What was decided, and the caller's part of it.
    private record Decided(
            Offers offers, ListingTimes times, List<Listings.Row> listings,
            ChangePlan.Write write, HoldListener listener) {}

    private static void write(Tx tx, String workspace, Instant now, Decided decided)
            throws SQLException {
        List<Line> lines = new ArrayList<>();
        Trip trip = tx.trip();
        if (!decided.listings.isEmpty()) {
            Offering.workspace(trip, workspace, now);
            decided.offers.write(trip, lines);
            List<HoldRow> holds = decided.times.write(trip, now, lines);
            Journal.write(trip, workspace, now, lines, holds);
            Listings.change(trip, workspace, decided.listings);
            if (!holds.isEmpty()) {
                decided.listener.changed(
                        trip, workspace, holds.stream().map(row -> row.seen(now)).toList());
            }
        }
        decided.write.add(trip, now);
        tx.commit(trip);
    }
}
