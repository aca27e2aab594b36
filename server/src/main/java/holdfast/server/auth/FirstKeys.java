package holdfast.server.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// Makes a workspace's first keys and prints them for the operator. They are shown only once: the
/// database has their digests only.
public final class FirstKeys {
    private FirstKeys() {}

    /// Runs at every start of a server. Only the first start makes the first workspace, and only
    /// keys that were not configured are printed.
    public static List<String> atStart(DataSource source, Workspaces.Given given) {
        List<String> lines = new ArrayList<>();
        new Workspaces(source).open(Workspaces.FIRST, given).ifPresent(made -> {
            if (given.secret().isEmpty()) {
                lines.add("Secret key:       " + made.secret());
            }
            if (given.publishable().isEmpty()) {
                lines.add("Publishable key:  " + made.publishable());
            }
            if (!lines.isEmpty()) {
                lines.add("These keys are shown only once. Keep them.");
            }
        });
        return lines;
    }

    /// Makes another workspace. An existing workspace gets another secret key, in case all of them
    /// were lost.
    public static List<String> workspace(DataSource source, String name) {
        Workspaces workspaces = new Workspaces(source);
        Optional<Workspaces.Made> opened = workspaces.open(name, Workspaces.Given.nothing());
        if (opened.isPresent()) {
            return List.of("The workspace " + name + " has been created.",
                    "Secret key:       " + opened.get().secret(),
                    "Publishable key:  " + opened.get().publishable(),
                    "These keys are shown only once. Keep them.");
        }
        ApiKeyOutcome.Made another = workspaces.anotherKey(name).orElseThrow();
        return List.of("The workspace " + name + " exists already; this is an additional key.",
                "Secret key:       " + another.secret(), "It is shown only once. Keep it.");
    }
}
