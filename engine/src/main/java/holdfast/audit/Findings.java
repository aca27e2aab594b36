package holdfast.audit;

import holdfast.AuditReport.Finding;
import java.util.ArrayList;
import java.util.List;

/// What disagrees, up to a bound: a thousand findings say as much as a million.
final class Findings {
    private static final int MOST = 1_000;

    private final List<Finding> all = new ArrayList<>();

    void add(String promise, String inventory, String detail) {
        if (all.size() < MOST) {
            all.add(new Finding(promise, inventory, detail));
        }
    }

    List<Finding> all() {
        return all;
    }
}
