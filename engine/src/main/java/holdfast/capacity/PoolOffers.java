package holdfast.capacity;

import holdfast.Inventory;
import holdfast.Kind;
import holdfast.OfferOutcome;
import holdfast.Refusal;
import holdfast.ledger.Cause;
import holdfast.ledger.Clock;
import holdfast.ledger.Line;
import holdfast.ledger.Moves;
import holdfast.ledger.Moves.Effect;
import holdfast.ledger.Offer;
import holdfast.ledger.Piece;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts pools on sale and changes them.
record PoolOffers(Tx tx, String workspace) {

    private static final String MAKE = """
            INSERT INTO pool (workspace, pool, version, stamp, offered, purpose, inside,
                              capacity, taken)
            VALUES (?, ?, 0, 0, false, 'capacity', nullif(?, ''), 0, 0)
            ON CONFLICT ON CONSTRAINT pool_once DO NOTHING""";

    private static final String INSIDE = """
            SELECT inside FROM pool WHERE workspace = ? AND pool = ? AND purpose = 'capacity'""";

    private static final String CHANGE = """
            UPDATE pool SET offered = ?, capacity = ?, version = version + 1
            WHERE workspace = ? AND pool = ? AND version = ?""";

    /// A pool as wanted, under lock: it never moves into another one.
    Offer offer(Inventory.Pool wanted) throws SQLException {
        Optional<String> bigger = wanted.inside();
        if (bigger.isPresent() && inside(bigger.get()).isEmpty()) {
            return Offer.refused(new Refusal.Unknown(List.of(bigger.get())));
        }
        Trip trip = tx.trip();
        trip.tell(MAKE, workspace, wanted.id(), bigger.orElse(""));
        trip.go();
        if (!inside(wanted.id()).equals(Optional.of(bigger))) {
            return Offer.refused(new OfferOutcome.OtherKind(wanted.id()));
        }
        PoolRow row = lock(wanted.id());
        if (row == null) {
            return Offer.refused(new Refusal.Unknown(List.of(wanted.id())));
        }
        return change(row, bigger.orElse(null), true, wanted.capacity());
    }

    Offer withdraw(String pool) throws SQLException {
        Optional<Optional<String>> inside = inside(pool);
        PoolRow row = inside.isEmpty() ? null : lock(pool);
        if (row == null) {
            return Offer.refused(new Refusal.Unknown(List.of(pool)));
        }
        String bigger = inside.flatMap(each -> each).orElse(null);
        return change(row, bigger, false, row.capacity);
    }

    /// Present when there is such a pool; what it holds is the pool around it, if any.
    private Optional<Optional<String>> inside(String pool) throws SQLException {
        Trip trip = tx.trip();
        Trip.Answer<Optional<String>> answer = trip.ask(
                INSIDE, row -> Optional.ofNullable(row.getString(1)), workspace, pool);
        trip.go();
        return answer.rows().stream().findFirst();
    }

    private @Nullable PoolRow lock(String pool) throws SQLException {
        Map<String, PoolRow> rows = new HashMap<>();
        Trip trip = tx.trip();
        PoolRows.lock(trip, workspace, Set.of(), List.of(pool), row -> rows.put(row.pool, row));
        trip.go();
        return rows.get(pool);
    }

    private Offer change(
            PoolRow row, @Nullable String inside, boolean offered, long capacity)
            throws SQLException {
        if (row.version > 0 && row.offered == offered && row.capacity == capacity) {
            return Offer.done(Instant.EPOCH, List.of(), row.pool, row.version);
        }
        Instant now = Clock.read(tx);
        Moves<Piece.Places> lapses = new Moves<>();
        if (row.taken > capacity) {
            PoolRows.lapsed(tx, workspace, Map.of(row.pool, row.taken - capacity), now,
                    (piece, cause) -> lapse(row, lapses, piece, cause, capacity));
        }
        if (row.taken > capacity) {
            return Offer.refused(new Refusal.InTheWay(
                    PoolRows.standing(tx, workspace, row.pool, now).stream()
                            .map(each -> new Refusal.Standing(
                                    each.hold(), row.pool, each.piece().words()))
                            .toList()));
        }
        List<Line> lines = new ArrayList<>();
        if (!lapses.isEmpty()) {
            Trip trip = tx.trip();
            new PoolWrites(workspace, 0, Map.of(row.pool, row), lapses, List.of())
                    .add(trip, lines);
            trip.go();
        }
        long version = row.version + lapses.mark();
        Trip trip = tx.trip();
        trip.tell(CHANGE, offered, capacity, workspace, row.pool, version);
        trip.go();
        String verb = offered ? "offer" : "withdraw";
        lines.add(Line.offered(Kind.CAPACITY, row.pool, version + 1, verb,
                Definition.of(capacity, inside, offered)));
        return Offer.done(now, lines, row.pool, version + 1);
    }

    private static boolean lapse(
            PoolRow row, Moves<Piece.Places> lapses, Piece.Places piece, Cause cause,
            long capacity) {
        row.taken -= piece.quantity();
        lapses.add(Effect.GIVE, cause, piece);
        return row.taken <= capacity;
    }
}
