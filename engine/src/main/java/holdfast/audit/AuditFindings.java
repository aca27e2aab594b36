package holdfast.audit;

import holdfast.AuditReport.Finding;
import java.util.ArrayList;
import java.util.List;

/// What disagrees, up to a bound: a thousand findings say as much as a million.
final class AuditFindings {
    /// The promise of whatever is stored.
    static final String READABLE = "what is stored can be read";

    private static final int MOST = 1_000;
    private static final int LONGEST = 200;

    private final List<Finding> all = new ArrayList<>();

    void add(String promise, String inventory, String detail) {
        if (all.size() < MOST) {
            all.add(new Finding(promise, inventory, detail));
        }
    }

    /// The beginning of a text that may be long.
    static String brief(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
    }

    List<Finding> all() {
        return all;
    }
}
