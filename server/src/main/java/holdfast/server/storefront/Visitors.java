package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.server.auth.Workspaces;
import holdfast.server.booking.HoldTokens;
import holdfast.server.booking.TokenSecrets;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Terms;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.web.Cookies;
import holdfast.server.web.Languages;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// Identifies visitors by their cookies, and finds their baskets.
final class Visitors {
    private static final String VISITOR = "holdfast_visitor";
    private static final String BASKET = "holdfast_basket_";
    private static final String LANGUAGE = "holdfast_language";
    /// The only cookie that a script writes.
    private static final String ZONE = "holdfast_zone";
    private static final Duration LONG = Duration.ofDays(180);
    private static final Duration KNOWN_FOR = Duration.ofSeconds(5);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final HoldfastReads engine;
    private final Catalog catalog;
    private final TokenSecrets tokens;
    private final HoldTokens owners;
    private final Languages languages = new Languages("messages");
    private final AtomicReference<Known> known = new AtomicReference<>(new Known(Set.of(), 0));

    private record Known(Set<String> workspaces, long until) {}

    Visitors(HoldfastReads engine, Catalog catalog, TokenSecrets tokens, HoldTokens owners) {
        this.engine = engine;
        this.catalog = catalog;
        this.tokens = tokens;
        this.owners = owners;
    }

    static String drawn() {
        byte[] bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    Visitor of(Request request) {
        String workspace = workspace(request);
        return guest(request, known(workspace) ? basket(request, workspace) : Optional.empty(),
                engine.now());
    }

    /// The same without the basket, for the error page while the database does not answer. It uses
    /// this node's clock, because nothing is decided by it.
    Visitor empty(Request request) {
        return guest(request, Optional.empty(), Instant.now());
    }

    private static String workspace(Request request) {
        return request.arguments().getOrDefault("workspace", Workspaces.FIRST);
    }

    private Visitor guest(Request request, Optional<Hold> basket, Instant now) {
        String workspace = workspace(request);
        String base = request.arguments().containsKey("workspace") ? "/w/" + workspace : "";
        Optional<String> visitor = Cookies.read(request, VISITOR)
                .filter(word -> word.matches("[A-Za-z0-9_-]{24}"));
        return new Visitor(request, new Visitor.Place(workspace, base),
                new Visitor.Who(visitor.orElseGet(Visitors::drawn), zone(request),
                        visitor.isEmpty()),
                languages.of(Cookies.read(request, LANGUAGE),
                        request.header("Accept-Language").orElse(""), spoken(workspace)),
                basket, now);
    }

    /// The languages of a workspace's storefront.
    private List<String> spoken(String workspace) {
        return catalog.find(workspace, Terms.ID, Terms.class)
                .map(terms -> Languages.known(terms.entry().region().languages()))
                .orElse(Languages.ALL);
    }

    private static Optional<ZoneId> zone(Request request) {
        try {
            return Cookies.read(request, ZONE).filter(word -> !word.isEmpty()).map(ZoneId::of);
        } catch (DateTimeException nonsense) {
            return Optional.empty();
        }
    }

    /// Whether there is such a workspace. The names are cached, so that unknown names cost no query
    /// each.
    boolean known(String workspace) {
        if (workspace.equals(Workspaces.FIRST)) {
            return true;
        }
        Known now = known.get();
        if (System.nanoTime() - now.until() > 0 || now.until() == 0) {
            now = new Known(Set.copyOf(engine.workspaces()),
                    System.nanoTime() + KNOWN_FOR.toNanos());
            known.set(now);
        }
        return now.workspaces().contains(workspace);
    }

    private Optional<Hold> basket(Request request, String workspace) {
        return Cookies.read(request, BASKET + workspace).map(word -> word.split("~", -1))
                .filter(parts -> parts.length == 2)
                .flatMap(parts -> held(workspace, parts[0], parts[1]));
    }

    private Optional<Hold> held(String workspace, String hold, String token) {
        return owners.fits(workspace, hold, token)
                ? engine.find(workspace, hold) : Optional.empty();
    }

    /// A hold that this visitor can take over with its token. An expired one can be held again.
    Optional<Hold> offered(Visitor visitor, String hold, String token) {
        return owners.canTake(visitor.workspace(), hold, token, visitor.who().id())
                ? engine.find(visitor.workspace(), hold).filter(
                        found -> found instanceof Hold.Held || found instanceof Hold.Expired)
                : Optional.empty();
    }

    /// Makes this visitor the hold's only owner.
    boolean take(Visitor visitor, String hold, String token) {
        return owners.take(visitor.workspace(), hold, token, visitor.who().id());
    }

    /// Adds the visitor's cookie to the response.
    Response remembered(Visitor visitor, Response answer) {
        return visitor.who().fresh() && !answer.headers().containsKey("Set-Cookie")
                ? answer.header("Set-Cookie",
                        Cookies.set(visitor.request(), VISITOR, visitor.who().id(), LONG))
                : answer;
    }

    Response withBasket(Visitor visitor, Hold hold, Response answer) {
        String value = hold.id() + "~" + owners.current(visitor.workspace(), hold.id());
        return answer.header("Set-Cookie", Cookies.set(
                visitor.request(), BASKET + visitor.workspace(), value, Duration.ofDays(2)));
    }

    /// The visitor begins a new basket; the hold of the old one lives on.
    static Response withoutBasket(Visitor visitor, Response answer) {
        return answer.header("Set-Cookie", Cookies.set(
                visitor.request(), BASKET + visitor.workspace(), "", Duration.ZERO));
    }

    static Response speaking(Visitor visitor, String language, Response answer) {
        return answer.header("Set-Cookie",
                Cookies.set(visitor.request(), LANGUAGE, language, LONG));
    }

    /// The token in a booking's link, which gives access to that booking only.
    String link(String workspace, String booking) {
        return tokens.of(workspace, "link " + booking);
    }

    boolean linked(String workspace, String booking, String word) {
        return tokens.fits(workspace, "link " + booking, word);
    }
}
