package holdfast.server.web.counter;

import holdfast.Hold;
import holdfast.Holdfast;
import holdfast.server.access.Workspaces;
import holdfast.server.checkout.HoldTokens;
import holdfast.server.checkout.Tokens;
import holdfast.server.http.Answer;
import holdfast.server.http.Call;
import holdfast.server.web.Cookies;
import holdfast.server.web.Languages;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// Knows visitors again by their cookies, and finds their baskets.
final class Guests {
    private static final String VISITOR = "holdfast_visitor";
    private static final String BASKET = "holdfast_basket_";
    private static final String LANGUAGE = "holdfast_language";
    /// The one cookie that a script writes.
    private static final String ZONE = "holdfast_zone";
    private static final Duration LONG = Duration.ofDays(180);
    private static final Duration KNOWN_FOR = Duration.ofSeconds(5);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Holdfast engine;
    private final Tokens tokens;
    private final HoldTokens owners;
    private final Languages languages = new Languages("counter");
    private final AtomicReference<Known> known = new AtomicReference<>(new Known(Set.of(), 0));

    private record Known(Set<String> workspaces, long until) {}

    Guests(Holdfast engine, Tokens tokens, HoldTokens owners) {
        this.engine = engine;
        this.tokens = tokens;
        this.owners = owners;
    }

    static String drawn() {
        byte[] bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    Guest of(Call call) {
        String workspace = workspace(call);
        return guest(call, known(workspace) ? basket(call, workspace) : Optional.empty(),
                engine.now());
    }

    /// The same without their basket, for telling them that the database does not answer. The time
    /// is this machine's: nothing is decided by it.
    Guest empty(Call call) {
        return guest(call, Optional.empty(), Instant.now());
    }

    private static String workspace(Call call) {
        return call.arguments().getOrDefault("workspace", Workspaces.FIRST);
    }

    private Guest guest(Call call, Optional<Hold> basket, Instant now) {
        String workspace = workspace(call);
        String base = call.arguments().containsKey("workspace") ? "/w/" + workspace : "";
        Optional<String> visitor = Cookies.read(call, VISITOR)
                .filter(word -> word.matches("[A-Za-z0-9_-]{24}"));
        return new Guest(call, new Guest.Place(workspace, base),
                new Guest.Who(visitor.orElseGet(Guests::drawn), zone(call), visitor.isEmpty()),
                languages.of(Cookies.read(call, LANGUAGE),
                        call.header("Accept-Language").orElse("")),
                basket, now);
    }

    private static Optional<ZoneId> zone(Call call) {
        try {
            return Cookies.read(call, ZONE).filter(word -> !word.isEmpty()).map(ZoneId::of);
        } catch (DateTimeException nonsense) {
            return Optional.empty();
        }
    }

    /// Whether there is such a shop. Names that nobody gave must not be asked for one by one.
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

    private Optional<Hold> basket(Call call, String workspace) {
        return Cookies.read(call, BASKET + workspace).map(word -> word.split("~", -1))
                .filter(parts -> parts.length == 2)
                .flatMap(parts -> held(workspace, parts[0], parts[1]));
    }

    private Optional<Hold> held(String workspace, String hold, String token) {
        return owners.fits(workspace, hold, token)
                ? engine.find(workspace, hold) : Optional.empty();
    }

    /// A hold that this visitor can take over with its token. One that is over can be held again.
    Optional<Hold> offered(Guest guest, String hold, String token) {
        return owners.canTake(guest.workspace(), hold, token, guest.who().id())
                ? engine.find(guest.workspace(), hold).filter(found ->
                        found instanceof Hold.Held || found instanceof Hold.Expired)
                : Optional.empty();
    }

    /// Makes this visitor its only owner.
    boolean take(Guest guest, String hold, String token) {
        return owners.take(guest.workspace(), hold, token, guest.who().id());
    }

    /// The answer with the cookie by which the visitor is known next time.
    Answer remembered(Guest guest, Answer answer) {
        return guest.who().fresh() && !answer.headers().containsKey("Set-Cookie")
                ? answer.header("Set-Cookie",
                        Cookies.set(guest.call(), VISITOR, guest.who().id(), LONG))
                : answer;
    }

    Answer withBasket(Guest guest, Hold hold, Answer answer) {
        String value = hold.id() + "~" + owners.current(guest.workspace(), hold.id());
        return answer.header("Set-Cookie", Cookies.set(
                guest.call(), BASKET + guest.workspace(), value, Duration.ofDays(2)));
    }

    static Answer speaking(Guest guest, String language, Answer answer) {
        return answer.header("Set-Cookie",
                Cookies.set(guest.call(), LANGUAGE, language, LONG));
    }

    /// The word in a booking's link, which shows the booking and nothing else.
    String link(String workspace, String booking) {
        return tokens.of(workspace, "link " + booking);
    }

    boolean linked(String workspace, String booking, String word) {
        return tokens.fits(workspace, "link " + booking, word);
    }
}
