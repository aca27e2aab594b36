package holdfast.server.auth;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// What a request brings to open doors with: a header, or a browser's cookie.
///
/// @param cookie whether a browser sent it by itself, asked by whatever page
public record Credentials(String secret, boolean cookie) {
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST = 600;

    /// Where everything is encrypted the browser is asked to see to it that no neighbouring site
    /// can set the cookie.
    public static String cookieName(boolean secure) {
        return secure ? "__Host-holdfast" : "holdfast";
    }

    /// A cookie that no script can read and that no other site's page sends along with a change.
    public static String cookie(String secret, Duration age, boolean secure) {
        return cookieName(secure) + "=" + secret + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
                + age.toSeconds() + (secure ? "; Secure" : "");
    }

    /// Nothing when neither header has any.
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
