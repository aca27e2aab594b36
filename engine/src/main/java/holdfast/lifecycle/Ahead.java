package holdfast.lifecycle;

import holdfast.Claim;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.ledger.Clock;
import holdfast.ledger.Foreseen;
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

    /// For places that no limit counts by customer, asked for the first time: an id that was tried
    /// before may be in the tables already.
    static boolean possible(List<Ask<HoldRequest>> asks) {
        List<String> keys = Holding.keys(asks);
        return new HashSet<>(keys).size() == keys.size() && asks.stream().allMatch(ask ->
                ask.tries() == 0 && !counts(ask.request())
                        && ask.request().claims().stream()
                                .allMatch(Claim.Capacity.class::isInstance));
    }

    private static boolean counts(HoldRequest request) {
        return !request.limits().isEmpty() && request.customer().isPresent();
    }

    /// The answers, or nothing where the usual way has to be taken, in a transaction as new.
    Optional<List<HoldOutcome>> serve() throws SQLException {
        asks.forEach(ask -> Holding.basket(ask).want(shelves));
        if (!shelves.plenty()) {
            return Optional.empty();
        }
        List<Foreseen> foreseen = asks.stream().map(this::foresee).toList();
        Trip trip = tx.trip();
        Trip.Answer<Instant> kept = Clock.keep(trip);
        Holds.insertAhead(trip, workspace, asks, foreseen);
        shelves.writeAhead(trip, foreseen);
        shelves.lock(tx, trip);
        Trip.Answer<Instant> clock = Clock.ask(trip);
        Replays.Asked asked = Replays.ask(trip, workspace, Holding.keys(asks), List.of());
        trip.go();
        Instant made = kept.only();
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
        if (!asForeseen(rows, foreseen) || !inTime(rows, made, now)) {
            tx.anew();
            return Optional.empty();
        }
        write(now, replays, rows);
        return Optional.of(outcomes);
    }

    private Foreseen foresee(Ask<HoldRequest> ask) {
        List<Piece> pieces = new ArrayList<>();
        List<Claim> claims = ask.request().claims();
        for (int item = 0; item < claims.size(); item++) {
            pieces.addAll(shelves.foresee(item, claims.get(item)));
        }
        // Deadlines are cut off at microseconds, as the moments they are counted from are.
        return new Foreseen(ask.id(), ask.request().holdFor().toNanos() / 1_000, pieces);
    }

    /// Whether what was decided is what was written, to the letter. What a row says besides is the
    /// request's own.
    private boolean asForeseen(List<HoldRow> rows, List<Foreseen> foreseen) {
        if (rows.size() != foreseen.size()) {
            return false;
        }
        for (int at = 0; at < rows.size(); at++) {
            if (!rows.get(at).hold().equals(foreseen.get(at).hold())
                    || !rows.get(at).pieces().equals(foreseen.get(at).pieces())) {
                return false;
            }
        }
        return shelves.asForeseen(foreseen);
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
