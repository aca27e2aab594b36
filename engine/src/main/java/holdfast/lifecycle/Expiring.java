package holdfast.lifecycle;

import holdfast.ledger.Cause;
import holdfast.ledger.Clock;
import holdfast.ledger.Shelf.Standing;
import holdfast.lifecycle.Expiring.Lapsed;
import holdfast.lifecycle.Locked.Wanted;
import holdfast.postgres.Rows;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// EXPIRE: the broom. A lapsed hold was free the moment it lapsed; this only tidies what nobody has
/// taken since, and says in the hold's row what is true already.
public record Expiring(Stocks stocks) implements Verb<Lapsed, Boolean> {

    public record Lapsed(String workspace, String hold) {}

    private static final String WORKSPACES = """
            SELECT workspace FROM workspace ORDER BY workspace""";

    private static final String LAPSED = """
            SELECT hold FROM hold
            WHERE workspace = ? AND state = 'held' AND until <= ?
            ORDER BY until LIMIT ?""";

    public static List<String> workspaces(Tx tx) throws SQLException {
        Trip trip = tx.trip();
        Trip.Answer<String> answer = trip.ask(WORKSPACES, row -> row.getString(1));
        trip.go();
        return answer.rows();
    }

    public static List<Lapsed> find(Tx tx, String workspace, int most) throws SQLException {
        Instant now = Clock.read(tx);
        Trip trip = tx.trip();
        Trip.Answer<Lapsed> answer = trip.ask(
                LAPSED, row -> new Lapsed(workspace, row.getString(1)),
                workspace, now, most);
        trip.go();
        return answer.rows();
    }

    @Override
    public String workspace(Lapsed lapsed) {
        return lapsed.workspace();
    }

    @Override
    public Optional<String> text(Lapsed lapsed) {
        return Optional.empty();
    }

    /// True where this was the one that wrote the hold's end.
    @Override
    public List<Boolean> serve(Tx tx, String workspace, List<Ask<Lapsed>> asks)
            throws SQLException {
        List<String> holds = asks.stream().map(ask -> ask.request().hold()).toList();
        Wanted wanted = new Wanted(holds, List.of(), (shelves, rows) -> { });
        try (Locked locked = Locked.open(tx, stocks, workspace, wanted)) {
            List<HoldRow> ended = new ArrayList<>();
            List<Standing> pieces = new ArrayList<>();
            List<Boolean> tidied = new ArrayList<>();
            for (Ask<Lapsed> ask : asks) {
                HoldRow row = locked.row(ask.request().hold());
                boolean over = row != null && row.lapsed(locked.now());
                tidied.add(over);
                if (row != null && over) {
                    ended.add(row);
                    pieces.addAll(Locked.standing(row));
                    locked.become(row, ending(row), ask, row.pieces());
                }
            }
            giveBack(locked, ended, locked.shelves().present(tx, pieces));
            locked.write();
            return tidied;
        }
    }

    private static Cause ending(HoldRow row) {
        return Locked.cause(row, "expire", "expired", row.end());
    }

    private static void giveBack(Locked locked, List<HoldRow> ended, List<Standing> present) {
        for (HoldRow row : ended) {
            Cause cause = Cause.lapse(row.hold(), row.end());
            present.stream().filter(each -> each.hold().equals(row.hold()))
                    .forEach(each -> locked.shelves().give(cause, each.piece()));
        }
    }
}
