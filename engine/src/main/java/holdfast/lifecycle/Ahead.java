package holdfast.lifecycle;

import holdfast.Claim;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.ledger.Cause;
import holdfast.ledger.Foreseen;
import holdfast.ledger.Foresight;
import holdfast.ledger.Piece;
import holdfast.postgres.Failure;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// A batch of holds that will all be granted, as far as one can guess: what their rows will be is
/// known before anything is looked at. So all of it travels at once: the rows that nobody else can
/// see or meet yet, then the pools, which are counted on only where all of it fits and which stay
/// locked from there, then the journal, then COMMIT.
///
/// Whether the guess was right is decided by the conditions of these statements and by the tables'
/// constraints. Where it was not, in the least thing, nothing was done, and the batch goes the
/// usual way.
final class Ahead {
    /// A hold is made before its pools are locked. It must not have lost more of its time since.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Tx tx;
    private final String workspace;
    private final Shelves shelves;
    private final List<Ask<HoldRequest>> asks;

    Ahead(Tx tx, String workspace, Shelves shelves, List<Ask<HoldRequest>> asks) {
        this.tx = tx;
        this.workspace = workspace;
        this.shelves = shelves;
        this.asks = asks;
    }

    /// For places that no limit counts by customer, asked for the first time: an id that was tried
    /// before may be in the tables already.
    static boolean possible(List<Ask<HoldRequest>> asks) {
        List<String> keys = Holding.keys(asks);
        return new HashSet<>(keys).size() == keys.size() && asks.stream().allMatch(ask ->
                ask.tries() == 0 && Holding.basket(ask).unlimited()
                        && ask.request().claims().stream()
                                .allMatch(Claim.Capacity.class::isInstance));
    }

    /// The answers, or nothing where the usual way has to be taken, in a transaction as new.
    Optional<List<HoldOutcome>> serve() throws SQLException {
        asks.forEach(ask -> Holding.basket(ask).want(shelves));
        if (!shelves.plenty()) {
            return Optional.empty();
        }
        Foresight foresight = new Foresight(asks.stream().map(this::foresee).toList());
        Trip trip = tx.trip();
        Holds.insertAhead(trip, workspace, asks, foresight.holds());
        shelves.capacity().takeAhead(trip, foresight);
        Trip.Answer<Instant> made = shelves.capacity().countAhead(trip, foresight);
        Listings.asNamed(trip, workspace, Holding.labels(asks));
        Replays.writeAhead(trip, workspace, asks);
        Journal.writeAhead(trip, workspace, within(foresight), asks, foresight);
        try {
            tx.commit(trip);
        } catch (SQLException failure) {
            return switch (Failure.of(failure)) {
                case MISSED, VIOLATION -> {
                    tx.anew();
                    yield Optional.empty();
                }
                case PASSING, WAITED, CROWDED, LOST, UNCERTAIN, OTHER -> throw failure;
            };
        }
        shelves.capacity().took(foresight);
        return Optional.of(granted(foresight, made.only()));
    }

    private Foreseen foresee(Ask<HoldRequest> ask) {
        List<Piece.Places> pieces = new ArrayList<>();
        List<Claim> claims = ask.request().claims();
        for (int item = 0; item < claims.size(); item++) {
            pieces.addAll(shelves.foresee(item, claims.get(item)));
        }
        // Deadlines are cut off at microseconds, as the moments they are counted from are.
        return new Foreseen(ask.id(), ask.request().holdFor().toNanos() / 1_000, pieces);
    }

    /// Within how many microseconds the pools have to be locked, so that no hold is over by then.
    private static long within(Foresight foresight) {
        long shortest = foresight.holds().stream().mapToLong(Foreseen::lasts).min().orElse(0);
        return Math.min(shortest, LONGEST_WAIT.toNanos() / 1_000 + 1);
    }

    private List<HoldOutcome> granted(Foresight foresight, Instant made) {
        List<HoldOutcome> outcomes = new ArrayList<>();
        for (int at = 0; at < asks.size(); at++) {
            Ask<HoldRequest> ask = asks.get(at);
            Cause cause = Holding.cause(ask, made);
            HoldRow row = Holding.row(
                    ask, cause, made, List.copyOf(foresight.holds().get(at).pieces()));
            outcomes.add(new HoldOutcome.Granted(Replays.held(row), false));
        }
        return outcomes;
    }
}
