package holdfast.server.web;

import holdfast.server.booking.TokenSecrets;
import holdfast.server.http.Request;
import java.net.URI;
import java.util.Optional;

/// Guards against CSRF in three ways that each suffice alone: the cookie is not sent with requests
/// from other sites, the browser names the origin of a request, and the form has a token that fits
/// the visitor.
public final class CsrfGuard {
    /// The name of the form field with the token.
    public static final String FIELD = "token";

    private final TokenSecrets tokens;

    public CsrfGuard(TokenSecrets tokens) {
        this.tokens = tokens;
    }

    public String token(String workspace, String visitor) {
        return tokens.of(workspace, about(visitor));
    }

    private static String about(String visitor) {
        return "form " + visitor;
    }

    public boolean ours(Request request, String workspace, Optional<String> visitor, Form form) {
        return fromHere(request) && visitor.isPresent()
                && form.first(FIELD)
                        .filter(token -> tokens.fits(workspace, about(visitor.get()), token))
                        .isPresent();
    }

    /// Whether the browser says that one of this server's own pages sent the request.
    public static boolean fromHere(Request request) {
        Optional<String> site = request.header("Sec-Fetch-Site");
        if (site.isPresent() && !site.get().equals("same-origin") && !site.get().equals("none")) {
            return false;
        }
        Optional<String> origin = request.header("Origin").filter(each -> !each.equals("null"));
        if (origin.isEmpty()) {
            // Old browsers send neither header; the cookie and the token still protect.
            return true;
        }
        return authority(origin.get()).equals(request.header("Host"));
    }

    private static Optional<String> authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException nonsense) {
            return Optional.empty();
        }
    }
}
