package holdfast.server.web;

import holdfast.server.http.Request;
import java.time.Duration;
import java.util.Optional;

/// Reads a browser's cookies and writes one. The values are the server's own and plain: letters,
/// digits and a few signs.
public final class Cookies {
    private static final String PLAIN = "[A-Za-z0-9_.~/+-]{0,400}";

    private Cookies() {}

    public static Optional<String> read(Request request, String name) {
        for (String pair : request.header("Cookie").orElse("").split(";", -1)) {
            int at = pair.indexOf('=');
            if (at > 0 && pair.substring(0, at).strip().equals(name)) {
                String value = pair.substring(at + 1).strip();
                return Optional.of(value).filter(each -> each.matches(PLAIN));
            }
        }
        return Optional.empty();
    }

    /// Whether the browser uses `https` or `http`.
    public static String scheme(Request request) {
        return request.header("X-Forwarded-Proto").orElse("").equals("https") ? "https" : "http";
    }

    /// A cookie that scripts cannot read (HttpOnly) and that forms of other sites do not send
    /// (SameSite).
    public static String set(Request request, String name, String value, Duration age) {
        if (!value.matches(PLAIN)) {
            throw new IllegalArgumentException("not a plain cookie: " + name);
        }
        boolean safe = scheme(request).equals("https");
        return name + "=" + value + "; Path=/; Max-Age=" + age.toSeconds()
                + "; HttpOnly; SameSite=Lax" + (safe ? "; Secure" : "");
    }
}
