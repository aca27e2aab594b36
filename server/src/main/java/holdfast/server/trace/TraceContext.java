package holdfast.server.trace;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A trace context, as in W3C's `traceparent`.
///
/// @param trace   32 hexadecimal digits, the same for the whole trace
/// @param span    16 of them, the id of this span
/// @param sampled whether the trace is recorded
record TraceContext(String trace, String span, boolean sampled) {
    // A later version may append fields; they are ignored.
    private static final Pattern HEADER = Pattern.compile(
            "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})"
                    + "(-.*)?");

    /// Parses the header; empty if it is malformed, as if it had not been sent.
    static Optional<TraceContext> of(String traceparent) {
        if (traceparent.length() > 200) {
            return Optional.empty();
        }
        Matcher header = HEADER.matcher(traceparent.strip());
        if (!header.matches() || (traceparent.startsWith("00") && header.group(4) != null)) {
            return Optional.empty();
        }
        boolean sampled = (Integer.parseInt(header.group(3), 16) & 1) == 1;
        return Optional.of(new TraceContext(header.group(1), header.group(2), sampled));
    }

    static TraceContext fresh(boolean sampled) {
        return new TraceContext(hex() + hex(), hex(), sampled);
    }

    /// A child span.
    TraceContext child() {
        return new TraceContext(trace, hex(), sampled);
    }

    /// Never all zeros, which means none.
    private static String hex() {
        long number = ThreadLocalRandom.current().nextLong();
        return HexFormat.of().toHexDigits(number == 0 ? 1 : number);
    }
}
