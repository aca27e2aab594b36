package holdfast.server.auth;

import holdfast.Invalid;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// Makes workspaces, each with a secret and a publishable key.
public final class Workspaces {
    public static final String FIRST = "main";
    private static final String OPERATOR = "operator";

    private final AuthTransaction tables;

    public Workspaces(DataSource source) {
        this.tables = new AuthTransaction(source);
    }

    /// Configured first keys; missing ones are generated.
    public record Given(Optional<String> secret, Optional<String> publishable) {
        public Given {
            secret.ifPresent(key -> check("HOLDFAST_SECRET_KEY", key));
            publishable.ifPresent(key -> check("HOLDFAST_PUBLISHABLE_KEY", key));
            if (secret.isPresent() && secret.equals(publishable)) {
                throw new Invalid("HOLDFAST_PUBLISHABLE_KEY",
                        "must not be the same as HOLDFAST_SECRET_KEY, because publishable keys "
                                + "are public");
            }
        }

        public static Given nothing() {
            return new Given(Optional.empty(), Optional.empty());
        }

        /// Accepts what a header can carry and what is not guessed at once.
        private static void check(String name, String key) {
            if (!key.matches("[!-~]{16,500}")) {
                throw new Invalid(name,
                        "must have 16 to 500 letters, digits or signs, and no spaces");
            }
        }
    }

    /// A new workspace's keys, which are shown once.
    public record Made(String workspace, List<ApiKeyOutcome.Made> keys) {
        public String secret() {
            return keys.getFirst().secret();
        }

        public String publishable() {
            return keys.getLast().secret();
        }
    }

    private static final String OPEN = """
            INSERT INTO workspace_account (workspace, made_at) VALUES (?, the_clock())
            ON CONFLICT ON CONSTRAINT workspace_account_once DO NOTHING
            """;

    /// Empty if the workspace exists. Of two nodes that start at the same time one makes it; the
    /// other waits and finds it.
    public Optional<Made> open(String workspace, Given given) {
        if (!workspace.matches("[a-z0-9][a-z0-9-]{0,62}")) {
            throw new Invalid("workspace", "must be 1 to 63 lower-case letters, digits or hyphens");
        }
        return tables.change(tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Boolean> made = pipeline.update(OPEN, workspace);
            pipeline.run();
            if (made.changed() == 0) {
                return Optional.empty();
            }
            return Optional.of(new Made(workspace, List.of(
                    put(tx, workspace, ApiKey.Kind.SECRET, given.secret()),
                    put(tx, workspace, ApiKey.Kind.PUBLISHABLE, given.publishable()))));
        });
    }

    /// One more secret key, in case all were lost. Empty if there is no such workspace.
    public Optional<ApiKeyOutcome.Made> anotherKey(String workspace) {
        return tables.change(tx -> NewApiKey.queue(tx, workspace)
                ? Optional.of(put(tx, workspace, ApiKey.Kind.SECRET, Optional.empty()))
                : Optional.empty());
    }

    private static ApiKeyOutcome.Made put(
            Transaction tx, String workspace, ApiKey.Kind kind, Optional<String> given)
            throws SQLException {
        String secret = given.orElseGet(() -> Secrets.random(kind.prefix()));
        return NewApiKey.put(tx, new NewApiKey.Draft(workspace, OPERATOR, kind, "first"), secret);
    }
}
