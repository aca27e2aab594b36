package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.server.catalog.Terms;
import holdfast.server.web.Assets;
import holdfast.server.web.Languages;
import holdfast.server.web.StorefrontApi;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What every page of the counter has around its own content.
///
/// @param terms how the shop is called, and its colour
/// @param token what makes its forms ours
/// @param nonce what makes this page's forms one request each, however often they are sent
public record PageFrame(
        Visitor visitor, Assets assets, Terms terms, String title, String token, String nonce) {

    /// How the shop is called.
    public String shop() {
        return terms.name();
    }

    /// The workspace's own colour, if it has one, as a style sheet.
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

    /// Where the elements ask.
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

    /// How many things are in the basket now.
    public int basket() {
        return visitor.held().map(hold -> hold.basket().items().size()).orElse(0);
    }

    /// How long the basket is held yet, for the countdown: the server's clock and not the
    /// visitor's, which may be wrong.
    public Optional<Long> millisLeft() {
        return visitor.held().map(hold -> Math.max(0,
                Duration.between(visitor.now(), hold.deadline()).toMillis()));
    }

    /// The same as minutes and seconds, for when no script counts.
    public String clock() {
        long seconds = millisLeft().orElse(0L) / 1_000;
        return seconds / 60 + ":" + (seconds % 60 < 10 ? "0" : "") + seconds % 60;
    }

    /// The basket's version: a page that shows another one is out of date.
    public int version() {
        return visitor.basket().map(Hold::version).orElse(0);
    }
}
