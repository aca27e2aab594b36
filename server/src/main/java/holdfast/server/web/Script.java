package holdfast.server.web;

import java.nio.charset.StandardCharsets;

/// A script as it is sent: without the lines that are comments and nothing else, which are for
/// whoever reads it here. They stay as empty lines, so that whatever a browser tells of a line is
/// told of the right one.
final class Script {
    private Script() {}

    static byte[] sent(byte[] written) {
        StringBuilder sent = new StringBuilder(written.length);
        boolean inside = false;
        for (String line : new String(written, StandardCharsets.UTF_8).split("\n", -1)) {
            String text = line.strip();
            int end = text.indexOf("*/");
            // A type in front of something is a comment, and the something is none.
            boolean whole = end < 0 || end + 2 == text.length();
            boolean begins = text.startsWith("/**") && whole;
            boolean comment = inside || begins || text.startsWith("//");
            inside = (inside || begins) && end < 0;
            sent.append(sent.isEmpty() ? "" : "\n").append(comment ? "" : line);
        }
        return sent.toString().getBytes(StandardCharsets.UTF_8);
    }
}
