package holdfast.lifecycle;

import holdfast.Claim;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.ledger.Cause;
import holdfast.ledger.Clock;
import holdfast.ledger.Line;
import holdfast.ledger.Piece;
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
/// known before anything is locked, and nobody else can see or meet them yet. So they are written
/// first, and the pools stay locked only while they are counted and the journal is written.
///
/// Whether the guess was right is decided under the locks, exactly as ever. Where it was not, in
/// the least thing, all is taken back and the batch goes the usual way.
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

    /// For places without limits, asked for the first time: an id that was tried before may be in
    /// the tables already.
    static boolean possible(List<Ask<HoldRequest>> asks) {
        List<String> keys = Holding.keys(asks);
        return new HashSet<>(keys).size() == keys.size() && asks.stream().allMatch(ask ->
                ask.tries() == 0 && ask.request().limits().isEmpty()
                        && ask.request().claims().stream()
                                .allMatch(Claim.Capacity.class::isInstance));
    }

    /// The answers, or nothing where the usual way has to be taken, in a transaction as new.
    Optional<List<HoldOutcome>> serve() throws SQLException {
        asks.forEach(ask -> Holding.basket(ask).want(shelves));
        if (!shelves.plenty()) {
            return Optional.empty();
        }
        Instant made = Clock.read(tx);
        List<HoldRow> foreseen = asks.stream().map(ask -> foresee(ask, made)).toList();
        Trip trip = tx.trip();
        Holds.insert(trip, workspace, made, foreseen);
        shelves.writeAhead(trip);
        shelves.lock(tx, trip);
        Trip.Answer<Instant> clock = Clock.ask(trip);
        Replays.Asked asked = Replays.ask(trip, workspace, Holding.keys(asks), List.of());
        trip.go();
        Instant now = clock.only();
        Replays replays = asked.known(tx);
        shelves.load(tx, now);
        List<HoldRow> rows = new ArrayList<>();
        List<HoldOutcome> outcomes = new ArrayList<>();
        for (Ask<HoldRequest> ask : asks) {
            if (replays.prior(ask.request().key(), ask).isEmpty()) {
                outcomes.add(Holding.decide(shelves, replays, ask, made, rows));
            }
        }
        if (!rows.equals(foreseen) || !shelves.asForeseen() || !inTime(rows, made, now)) {
            tx.anew();
            return Optional.empty();
        }
        write(now, replays, rows);
        return Optional.of(outcomes);
    }

    private HoldRow foresee(Ask<HoldRequest> ask, Instant made) {
        Cause cause = Holding.cause(ask, made);
        List<Piece> pieces = new ArrayList<>();
        List<Claim> claims = ask.request().claims();
        for (int item = 0; item < claims.size(); item++) {
            pieces.addAll(shelves.foresee(cause, item, claims.get(item)));
        }
        return Holding.row(ask, cause, made, pieces);
    }

    private static boolean inTime(List<HoldRow> rows, Instant made, Instant now) {
        return !now.isBefore(made) && !now.isAfter(made.plus(LONGEST_WAIT))
                && rows.stream().noneMatch(row -> row.lapsed(now));
    }

    private void write(Instant now, Replays replays, List<HoldRow> rows) throws SQLException {
        List<Line> lines = new ArrayList<>();
        Trip trip = tx.trip();
        shelves.write(trip, lines);
        replays.write(trip, workspace, now);
        Journal.write(trip, workspace, now, lines, rows);
        tx.commit(trip);
        shelves.committed();
    }
}
