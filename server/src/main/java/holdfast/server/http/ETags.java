package holdfast.server.http;

import holdfast.Invalid;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The versions in an `If-Match` (RFC 9110, 13.1.1). A weak tag never matches there, nor does a
/// well-formed tag that is not one of this server's.
record ETags(boolean any, Set<Long> versions) {
    private static final long NEVER = 999_999_999_999_999_999L;
    private static final int MOST = 100;
    private static final Pattern ONE = Pattern.compile(
            "\\G[ \\t,]*(?:(W/)?\"([^\"\\x00-\\x20\\x7f]*)\"|([0-9]{1,18}))[ \\t]*(?:,|$)");
    private static final Pattern OURS = Pattern.compile("[0-9]{1,18}");

    static ETags read(String header) {
        String text = header.strip();
        if (text.equals("*")) {
            return new ETags(true, Set.of());
        }
        Set<Long> versions = new HashSet<>();
        Matcher tags = ONE.matcher(text);
        int end = 0;
        for (int count = 0; count < MOST && tags.find(); count++) {
            end = tags.end();
            String tag = tags.group(2) == null ? tags.group(3) : tags.group(2);
            if (tags.group(1) == null && OURS.matcher(tag).matches()) {
                versions.add(Long.parseLong(tag));
            }
        }
        if (end == 0 || end < text.length()) {
            throw new Invalid("If-Match", "must be ETags, as in \"3\", or *");
        }
        return new ETags(false, versions);
    }

    long version(LongSupplier now) {
        if (!any && versions.size() == 1) {
            return versions.iterator().next();
        }
        if (!any && versions.isEmpty()) {
            return NEVER;
        }
        long present = now.getAsLong();
        return any || versions.contains(present) ? present : NEVER;
    }
}
