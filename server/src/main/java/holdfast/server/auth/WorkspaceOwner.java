package holdfast.server.auth;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;

/// Keeps one owner named in the workspace's row. The caller has locked that row.
final class WorkspaceOwner {
    private WorkspaceOwner() {}

    private static final String NAME = """
            UPDATE workspace_account SET owner = ? WHERE workspace = ? AND owner IS NULL
            """;

    /// Names this person, if they are an owner and none is named yet.
    static void name(Transaction tx, String workspace, StaffMember person) throws SQLException {
        if (person.role() == Role.OWNER) {
            Pipeline pipeline = tx.pipeline();
            pipeline.update(NAME, person.id(), workspace);
            pipeline.run();
        }
    }

    private static final String HAND_OVER = """
            UPDATE workspace_account AS w
               SET owner = other.staff
              FROM (SELECT staff FROM staff
                     WHERE workspace = ? AND role = 'owner' AND staff <> ?
                     ORDER BY staff LIMIT 1) AS other
             WHERE w.workspace = ? AND w.owner = ?
            """;
    private static final String IS_NAMED = """
            SELECT workspace FROM workspace_account WHERE workspace = ? AND owner = ?
            """;

    /// Whether this person can be removed or get a lower role. If they are the named owner, another
    /// owner is named first.
    static boolean canGo(Transaction tx, String workspace, StaffMember person) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        pipeline.update(HAND_OVER, workspace, person.id(), workspace, person.id());
        Pipeline.Answer<Boolean> named = pipeline.update(IS_NAMED, workspace, person.id());
        pipeline.run();
        return named.rows().isEmpty();
    }
}
