package holdfast.server.storefront;

import holdfast.server.booking.ReductionPools;
import holdfast.Hold;
import holdfast.server.catalog.Terms;
import holdfast.server.web.Assets;
import holdfast.server.web.Languages;
import holdfast.server.web.StorefrontApi;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The frame of every page of the storefront.
///
/// @param terms the workspace's name and colour
/// @param token the CSRF token of its forms
/// @param mails whether the mails are shown, as in the demonstration
/// @param nonce makes each form of this page one request, however often it is sent
public record PageFrame(
        Visitor visitor, Assets assets, Terms terms, String title, String token, String nonce,
        boolean mails) {

    /// The workspace's name.
    public String workspaceName() {
        return terms.name();
    }

    /// The address of the style sheet with the workspace's colour; empty if it has none.
    public String theme() {
        return terms.accent().map(accent -> link("/theme") + "?" + accent.substring(1)).orElse("");
    }

    public String say(String key, Object... with) {
        return visitor.say(key, with);
    }

    public String count(String key, long number) {
        return visitor.language().count(key, number);
    }

    public String link(String path) {
        return visitor.link(path);
    }

    /// The base address of the elements' requests.
    public String base() {
        return StorefrontApi.base(visitor.workspace());
    }

    public String asset(String name) {
        return assets.at(name);
    }

    public String lang() {
        return visitor.language().tag();
    }

    public String direction() {
        return visitor.language().direction();
    }

    public List<String> languages() {
        return Languages.ALL;
    }

    public boolean speaks(String language) {
        return visitor.language().word().equals(language);
    }

    /// How many items are in the basket now.
    public int basket() {
        return visitor.held().map(hold -> (int) hold.basket().items().stream()
                .filter(item -> !ReductionPools.has(item)).count()).orElse(0);
    }

    /// How long the basket is still held, for the countdown. It uses the server's clock, because
    /// the visitor's may be wrong.
    public Optional<Long> millisLeft() {
        return visitor.held().map(hold -> Math.max(0,
                Duration.between(visitor.now(), hold.deadline()).toMillis()));
    }

    /// The same as minutes and seconds, for a browser without scripts.
    public String clock() {
        long seconds = millisLeft().orElse(0L) / 1_000;
        return seconds / 60 + ":" + (seconds % 60 < 10 ? "0" : "") + seconds % 60;
    }

    /// The basket's version: a page that shows another one is out of date.
    public int version() {
        return visitor.basket().map(Hold::version).orElse(0);
    }
}
