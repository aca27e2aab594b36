package holdfast.server.web;

import holdfast.Invalid;
import holdfast.server.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The fields of a submitted form. An empty field counts as not sent.
public final class Form {
    private static final int MOST = 1_000;
    private static final String TYPE = "application/x-www-form-urlencoded";

    private final Map<String, List<String>> fields;
    private final Map<String, byte[]> files;

    private Form(Map<String, List<String>> fields) {
        this(fields, Map.of());
    }

    private Form(Map<String, List<String>> fields, Map<String, byte[]> files) {
        this.fields = fields;
        this.files = files;
    }

    /// A form without fields.
    public static Form empty() {
        return new Form(Map.of());
    }

    public static Form read(Request request) {
        String type = request.header("Content-Type").orElse("");
        if (type.startsWith(MultipartBody.TYPE)) {
            MultipartBody body = MultipartBody.of(type, request.bytes());
            return new Form(body.fields(), body.files());
        }
        if (!type.startsWith(TYPE)) {
            throw new Invalid("body", "must be a form");
        }
        return of(new String(request.bytes(), StandardCharsets.UTF_8));
    }

    /// A form that changes nothing is sent as a query string, so that it can be reloaded and
    /// bookmarked.
    public static Form query(Request request) {
        return new Form(request.queried());
    }

    static Form of(String body) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        String[] pairs = body.split("&", -1);
        if (pairs.length > MOST) {
            throw new Invalid("body", "has too many fields");
        }
        for (String pair : pairs) {
            int at = pair.indexOf('=');
            if (at > 0) {
                String value = decoded(pair.substring(at + 1)).strip();
                if (!value.isEmpty()) {
                    fields.computeIfAbsent(decoded(pair.substring(0, at)), any -> new ArrayList<>())
                            .add(value);
                }
            }
        }
        return new Form(fields);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw new Invalid("body", "must be a form");
        }
    }

    public Set<String> names() {
        return fields.keySet();
    }

    public List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    /// The first value; a value longer than any honest one is refused.
    public Optional<String> first(String name) {
        return all(name).stream().findFirst().map(value -> {
            if (value.length() > 2_000) {
                throw new Invalid(name, "is too long");
            }
            return value;
        });
    }

    /// The file of a field; empty if none was chosen.
    public Optional<byte[]> file(String name) {
        return Optional.ofNullable(files.get(name)).map(byte[]::clone);
    }

    /// The first value of a field that takes a text of several paragraphs.
    public Optional<String> prose(String name) {
        return all(name).stream().findFirst().map(text -> text.replace("\r\n", "\n"));
    }

    public String must(String name) {
        return first(name).orElseThrow(() -> new Invalid(name, "is missing"));
    }

    public long number(String name, long least, long most) {
        String text = must(name);
        if (text.matches("[0-9]{1,9}")) {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw new Invalid(name, "must be a whole number from " + least + " to " + most);
    }
}
