package holdfast.server.middleware;

import holdfast.server.http.Problem;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/// Where this server is found from outside, if anybody has said so.
public record PublicAddress(Optional<URI> address) {
    private static final HeaderName SITE = HeaderNames.create("Sec-Fetch-Site");
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

    public boolean secure() {
        return address.map(URI::getScheme).filter("https"::equals).isPresent();
    }

    /// A browser sends its cookies whichever page makes it ask. Only a page of ours may change
    /// anything with them.
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
