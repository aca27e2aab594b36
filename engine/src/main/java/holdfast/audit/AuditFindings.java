package holdfast.audit;

import holdfast.AuditReport.Finding;
import holdfast.digest.Sha256;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// Collects the audit's findings, at most a thousand: more of them tell no more.
///
/// The pool of a customer's limit is called `limit/scope/customer`. A finding has a digest instead
/// of the customer.
final class AuditFindings {
    /// The promise that every stored row can be parsed.
    static final String READABLE = "what is stored can be read";

    private static final int MOST = 1_000;
    private static final int LONGEST = 200;
    private static final int DIGITS = 12;
    private static final Pattern LIMIT = Pattern.compile("(limit/[^/\\s]+/)([^\\s,;\\]]+)");

    private final List<Finding> all = new ArrayList<>();

    void add(String promise, String inventory, String detail) {
        if (all.size() < MOST) {
            all.add(new Finding(promise, withoutCustomer(inventory), withoutCustomer(detail)));
        }
    }

    private static String withoutCustomer(String text) {
        return LIMIT.matcher(text).replaceAll(found -> found.group(1) + "~" + HexFormat.of()
                .formatHex(Sha256.bytes(found.group(2))).substring(0, DIGITS));
    }

    /// Shortens a long text to its beginning.
    static String brief(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
    }

    List<Finding> all() {
        return all;
    }
}
