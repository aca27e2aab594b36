package holdfast.audit;

import holdfast.AuditReport.Finding;
import java.util.ArrayList;
import java.util.List;

/// Collects the audit's findings, at most a thousand: more of them tell no more.
final class AuditFindings {
    /// The promise that every stored row can be parsed.
    static final String READABLE = "what is stored can be read";

    private static final int MOST = 1_000;
    private static final int LONGEST = 200;

    private final List<Finding> all = new ArrayList<>();

    void add(String promise, String inventory, String detail) {
        if (all.size() < MOST) {
            all.add(new Finding(promise, inventory, detail));
        }
    }

    /// Shortens a long text to its beginning.
    static String brief(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
    }

    List<Finding> all() {
        return all;
    }
}
