package holdfast.server.web;

import holdfast.Invalid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The body of a form with files, as browsers send it (RFC 7578).
final class MultipartBody {
    static final String TYPE = "multipart/form-data";
    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=\"?([0-9A-Za-z'()+_,./:=?-]{1,70})\"?\\s*$");
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]{1,200})\"");
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST = 1_000;

    private final Map<String, List<String>> fields = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new HashMap<>();

    private MultipartBody() {}

    Map<String, List<String>> fields() {
        return fields;
    }

    /// The files that are not empty, by the names of their fields.
    Map<String, byte[]> files() {
        return files;
    }

    static MultipartBody of(String type, byte[] body) {
        Matcher found = BOUNDARY.matcher(type);
        if (!found.find()) {
            throw new Invalid("body", "must be a form");
        }
        byte[] mark = ("\r\n--" + found.group(1)).getBytes(StandardCharsets.US_ASCII);
        MultipartBody read = new MultipartBody();
        // The first mark has no line before it.
        int at = mark.length - 2;
        for (int parts = 0; at < body.length && body[at] != '-'; parts++) {
            int head = indexOf(body, END_OF_HEAD, at);
            int end = head < 0 ? -1 : indexOf(body, mark, head + END_OF_HEAD.length - 2);
            if (end < 0 || parts == MOST) {
                throw new Invalid("body", parts == MOST ? "has too many fields"
                        : "must be a form");
            }
            read.part(new String(body, at, head - at, StandardCharsets.UTF_8),
                    Arrays.copyOfRange(body, Math.min(head + END_OF_HEAD.length, end), end));
            at = end + mark.length;
        }
        return read;
    }

    private void part(String head, byte[] content) {
        Matcher name = NAME.matcher(head);
        if (!name.find()) {
            throw new Invalid("body", "must be a form");
        }
        if (head.contains("filename=")) {
            if (content.length > 0) {
                files.put(name.group(1), content);
            }
            return;
        }
        String value = new String(content, StandardCharsets.UTF_8).strip();
        if (!value.isEmpty()) {
            fields.computeIfAbsent(name.group(1), any -> new ArrayList<>()).add(value);
        }
    }

    private static int indexOf(byte[] body, byte[] wanted, int from) {
        for (int at = from; at <= body.length - wanted.length; at++) {
            if (body[at] == wanted[0]
                    && Arrays.equals(body, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
