package holdfast.lifecycle;

import holdfast.Hold;
import holdfast.change.ChangePlan;
import holdfast.claims.Allotment;
import holdfast.claims.HoldState;
import holdfast.claims.Objections;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds live holds that have a part of an inventory that must be unsold for a change. The change
/// has locked the inventories before, so no other transaction can sell any of it meanwhile.
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

    static void look(Transaction tx, String workspace, List<ChangePlan.Unsold> parts, Instant now,
            Objections objections) throws SQLException {
        for (ChangePlan.Unsold each : parts) {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<String> holds = pipeline.query(switch (each.kind()) {
                case CAPACITY -> POOL_CLAIMS;
                case SEATS -> SEAT_CLAIMS;
                case TIME -> TIME_CLAIMS;
            }, row -> row.getString(1), workspace, each.inventory(), now);
            pipeline.run();
            for (int at = 0; at < holds.rows().size(); at += AT_ONCE) {
                look(tx, workspace, holds.rows().subList(
                        at, Math.min(at + AT_ONCE, holds.rows().size())), each, now, objections);
            }
        }
    }

    private static void look(Transaction tx, String workspace, List<String> holds,
            ChangePlan.Unsold part,
            Instant now, Objections objections) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<HoldRow> rows = HoldTable.read(pipeline, workspace, holds);
        pipeline.run();
        for (HoldRow row : rows.rows()) {
            if (row.lasts() || (row.is(HoldState.HELD) && !row.overdue(now))) {
                look(row, part, now, objections);
            }
        }
    }

    private static void look(
            HoldRow row, ChangePlan.Unsold part, Instant now, Objections objections) {
        Hold hold = row.seen(now);
        Map<Integer, Allotment> items = new HashMap<>();
        row.allotments().stream()
                .filter(allotment -> !(allotment instanceof Allotment.Places places)
                        || places.role() == Allotment.Role.CLAIM)
                .forEach(allotment -> items.putIfAbsent(allotment.item(), allotment));
        for (int item = 0; item < hold.basket().items().size(); item++) {
            if (part.part().has(hold, item)) {
                Allotment allotment = items.get(item);
                objections.inTheWay(hold.id(), part.inventory(),
                        allotment == null ? "" : allotment.words());
            }
        }
    }
}
