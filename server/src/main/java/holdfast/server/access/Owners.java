package holdfast.server.access;

import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;

/// Keeps a workspace's owner named. Whoever comes here has queued at the workspace's row.
final class Owners {
    private Owners() {}

    private static final String NAME = """
            UPDATE shop_workspace SET owner = ? WHERE workspace = ? AND owner IS NULL
            """;

    /// Names the first owner there is.
    static void name(Tx tx, String workspace, Person person) throws SQLException {
        if (person.role() == Role.OWNER) {
            Trip trip = tx.trip();
            trip.tell(NAME, person.id(), workspace);
            trip.go();
        }
    }

    private static final String HAND_OVER = """
            UPDATE shop_workspace AS w
               SET owner = other.staff
              FROM (SELECT staff FROM staff
                     WHERE workspace = ? AND role = 'owner' AND staff <> ?
                     ORDER BY staff LIMIT 1) AS other
             WHERE w.workspace = ? AND w.owner = ?
            """;
    private static final String IS_NAMED = """
            SELECT workspace FROM shop_workspace WHERE workspace = ? AND owner = ?
            """;

    /// Whether this person can go or become something less, having named another owner if it was
    /// they who were named.
    static boolean canGo(Tx tx, String workspace, Person person) throws SQLException {
        Trip trip = tx.trip();
        trip.tell(HAND_OVER, workspace, person.id(), workspace, person.id());
        Trip.Answer<Boolean> named = trip.tell(IS_NAMED, workspace, person.id());
        trip.go();
        return named.rows().isEmpty();
    }
}
