package holdfast.server.auth;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// The credential of a request: from a header or a browser's cookie.
///
/// @param cookie whether a browser sent it by itself, for a page of any website
public record Credentials(String secret, boolean cookie) {
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST = 600;

    /// With HTTPS the name has a prefix by which the browser lets no neighbouring site set the
    /// cookie.
    public static String cookieName(boolean secure) {
        return secure ? "__Host-holdfast" : "holdfast";
    }

    /// A cookie that scripts cannot read and that requests from other sites' pages do not carry
    /// with a change.
    public static String cookie(String secret, Duration age, boolean secure) {
        return cookieName(secure) + "=" + secret + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
                + age.toSeconds() + (secure ? "; Secure" : "");
    }

    /// Empty if neither header has a credential.
    public static Optional<Credentials> of(
            Optional<String> authorization, Optional<String> cookies, boolean secure) {
        if (authorization.isPresent()) {
            return authorization.flatMap(Credentials::header);
        }
        String start = cookieName(secure) + "=";
        return cookies.flatMap(all -> Arrays.stream(all.split(";"))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(start) && cookie.length() <= LONGEST)
                .findFirst()
                .map(cookie -> new Credentials(cookie.substring(start.length()), true)));
    }

    private static Optional<Credentials> header(String sent) {
        boolean fits = sent.length() <= LONGEST
                && sent.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return fits ? Optional.of(new Credentials(sent.substring(SCHEME.length()).strip(), false))
                : Optional.empty();
    }
}
