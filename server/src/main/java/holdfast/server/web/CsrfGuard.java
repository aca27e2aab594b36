package holdfast.server.web;

import holdfast.server.booking.TokenSecrets;
import holdfast.server.http.Request;
import java.net.URI;
import java.util.Optional;

/// Tells our own forms from those of other sites, in three ways that each suffice alone: the
/// cookie does not come along from elsewhere, the browser says where a request is from, and the
/// form carries a token that fits the visitor.
public final class CsrfGuard {
    /// The name of the token's field.
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

    public boolean ours(Request call, String workspace, Optional<String> visitor, Form form) {
        return fromHere(call) && visitor.isPresent()
                && form.first(FIELD)
                        .filter(token -> tokens.fits(workspace, about(visitor.get()), token))
                        .isPresent();
    }

    private static boolean fromHere(Request call) {
        Optional<String> site = call.header("Sec-Fetch-Site");
        if (site.isPresent() && !site.get().equals("same-origin") && !site.get().equals("none")) {
            return false;
        }
        Optional<String> origin = call.header("Origin").filter(each -> !each.equals("null"));
        if (origin.isEmpty()) {
            // Old browsers say neither; the cookie and the token are left.
            return true;
        }
        return authority(origin.get()).equals(call.header("Host"));
    }

    private static Optional<String> authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException nonsense) {
            return Optional.empty();
        }
    }
}
