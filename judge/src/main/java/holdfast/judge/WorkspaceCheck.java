package holdfast.judge;

import holdfast.JournalLine;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Checks that no hold appears in two workspaces, neither in answers nor in journals.
final class WorkspaceCheck {
    private WorkspaceCheck() {}

    static void weigh(Collection<Evidence> workspaces, BrokenPromises findings) {
        Map<String, Evidence> home = new HashMap<>();
        for (Evidence each : workspaces) {
            for (HoldLife life : each.lives().values()) {
                if (life.seen().isEmpty()) {
                    continue;
                }
                findings.weighed(Promise.APART);
                Evidence other = home.putIfAbsent(life.id(), each);
                if (other != null && other != each) {
                    findings.add(Promise.APART, life.id() + " is known in " + other.workspace()
                            + " and in " + each.workspace(), life.seen().getFirst().by());
                }
            }
        }
        for (Evidence each : workspaces) {
            for (JournalLine entry : each.journals().all()) {
                String hold = entry.of().hold().orElse("");
                Evidence other = home.get(hold);
                if (other != null && other != each) {
                    findings.add(Promise.APART, "a hold of " + other.workspace()
                            + " is in the journal of " + each.workspace() + ": " + entry);
                }
            }
        }
    }
}
