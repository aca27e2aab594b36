package holdfast.server.middleware;

import holdfast.server.http.Problem;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/// This server's public URL, if it is configured.
public record PublicAddress(Optional<URI> address) {
    private static final HeaderName SITE = HeaderNames.create("Sec-Fetch-Site");
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

    public boolean secure() {
        return address.map(URI::getScheme).filter("https"::equals).isPresent();
    }

    /// CSRF check: a browser sends its cookies for a page of any website, so only pages of this
    /// server may change anything with them.
    void requireOwnPage(ServerRequest request) {
        if (!HARMLESS.contains(request.prologue().method().text()) && !fromOwnPage(request)) {
            throw Problem.forbidden("A cookie is taken only from this server's own pages.");
        }
    }

    private boolean fromOwnPage(ServerRequest request) {
        Optional<String> site = request.headers().first(SITE);
        if (site.isPresent()) {
            return site.get().equals("same-origin");
        }
        Optional<String> origin = request.headers().first(HeaderNames.ORIGIN);
        Optional<String> ours = address.map(uri -> uri.getScheme() + "://" + uri.getAuthority());
        return origin.isPresent() && (ours.isPresent() ? ours.equals(origin)
                : request.headers().first(HeaderNames.HOST).map(host -> "http://" + host)
                        .equals(origin));
    }
}
