package holdfast.lifecycle;

import holdfast.Hold;
import holdfast.change.ChangePlan;
import holdfast.ledger.Objections;
import holdfast.ledger.Piece;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds live holds that have what a change must find unsold. The change has locked the inventories
/// before, so no other transaction sells any of it meanwhile.
final class UnsoldParts {
    private static final int AT_ONCE = 1_000;

    private UnsoldParts() {}

    private static final String POOL_CLAIMS = """
            SELECT DISTINCT hold FROM pool_claim
            WHERE workspace = ? AND pool = ? AND until > ?
            ORDER BY hold""";

    private static final String SEAT_CLAIMS = """
            SELECT DISTINCT hold FROM seat_claim
            WHERE workspace = ? AND seat_map = ? AND until > ?
            ORDER BY hold""";

    private static final String TIME_CLAIMS = """
            SELECT DISTINCT hold FROM time_claim
            WHERE workspace = ? AND calendar = ? AND until > ?
            ORDER BY hold""";

    static void look(Tx tx, String workspace, List<ChangePlan.Unsold> parts, Instant now,
            Objections objections) throws SQLException {
        for (ChangePlan.Unsold each : parts) {
            Trip trip = tx.trip();
            Trip.Answer<String> holds = trip.ask(switch (each.kind()) {
                case CAPACITY -> POOL_CLAIMS;
                case SEATS -> SEAT_CLAIMS;
                case TIME -> TIME_CLAIMS;
            }, row -> row.getString(1), workspace, each.inventory(), now);
            trip.go();
            for (int at = 0; at < holds.rows().size(); at += AT_ONCE) {
                look(tx, workspace, holds.rows().subList(
                        at, Math.min(at + AT_ONCE, holds.rows().size())), each, now, objections);
            }
        }
    }

    private static void look(Tx tx, String workspace, List<String> holds, ChangePlan.Unsold part,
            Instant now, Objections objections) throws SQLException {
        Trip trip = tx.trip();
        Trip.Answer<HoldRow> rows = Holds.read(trip, workspace, holds);
        trip.go();
        for (HoldRow row : rows.rows()) {
            if (row.lasts() || row.is("held") && !row.lapsed(now)) {
                look(row, part, now, objections);
            }
        }
    }

    private static void look(
            HoldRow row, ChangePlan.Unsold part, Instant now, Objections objections) {
        Hold hold = row.seen(now);
        Map<Integer, Piece> items = new HashMap<>();
        row.pieces().stream().filter(piece -> !(piece instanceof Piece.Places places)
                || places.role() == Piece.Role.CLAIM)
                .forEach(piece -> items.putIfAbsent(piece.item(), piece));
        for (int item = 0; item < hold.basket().items().size(); item++) {
            if (part.part().has(hold, item)) {
                Piece piece = items.get(item);
                objections.inTheWay(hold.id(), part.inventory(),
                        piece == null ? "" : piece.words());
            }
        }
    }
}
