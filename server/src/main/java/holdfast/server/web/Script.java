package holdfast.server.web;

import java.nio.charset.StandardCharsets;

/// Strips comment lines from a script before it is sent. They stay as empty lines, so that line
/// numbers in browser messages are right.
final class Script {
    private Script() {}

    static byte[] sent(byte[] written) {
        StringBuilder sent = new StringBuilder(written.length);
        boolean inside = false;
        for (String line : new String(written, StandardCharsets.UTF_8).split("\n", -1)) {
            String text = line.strip();
            int end = text.indexOf("*/");
            // A line with code after a JSDoc type is not a comment line.
            boolean whole = end < 0 || end + 2 == text.length();
            boolean begins = text.startsWith("/**") && whole;
            boolean comment = inside || begins || text.startsWith("//");
            inside = (inside || begins) && end < 0;
            sent.append(sent.isEmpty() ? "" : "\n").append(comment ? "" : line);
        }
        return sent.toString().getBytes(StandardCharsets.UTF_8);
    }
}
