package holdfast.server.storefront;

import holdfast.server.booking.ReductionPools;
import holdfast.Hold;
import holdfast.server.catalog.VenueIdentity;
import holdfast.server.catalog.Terms;
import holdfast.server.web.Assets;
import holdfast.server.web.Languages;
import holdfast.server.web.StorefrontApi;
import holdfast.server.web.TypefaceStyle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The frame of every page of the storefront.
///
/// @param terms the workspace's name and colour
/// @param logo the workspace's logo, if it has one
/// @param token the CSRF token of its forms
/// @param mails whether the mails are shown, as in the demonstration
/// @param nonce makes each form of this page one request, however often it is sent
public record PageFrame(
        Visitor visitor, Assets assets, Terms terms, Optional<PictureView> logo, String title,
        String token, String nonce, boolean mails) {

    /// The workspace's name.
    public String workspaceName() {
        return terms.name();
    }

    /// The address of the style sheet with the workspace's colour and letters; empty if it has
    /// neither. It names them, so that a browser's copy ends with them.
    public String theme() {
        Optional<VenueIdentity.Typeface> typeface = terms.identity().typeface();
        return terms.accent().isEmpty() && typeface.isEmpty() ? "" : link("/theme") + "?"
                + terms.accent().map(accent -> accent.substring(1)).orElse("")
                + typeface.map(each -> "-" + each.word() + "-" + assets.version()).orElse("");
    }

    /// The letters of headings, which a browser should load at once; empty for the system's.
    public Optional<String> letters() {
        return terms.identity().typeface().map(TypefaceStyle::file).map(assets::at);
    }

    /// Whether the logo is the name in letters, so that the name need not stand beside it.
    public boolean namedByLogo() {
        return logo.filter(PictureView::isWide).isPresent();
    }

    /// A link of the footer.
    public record FootLink(String text, String address, boolean elsewhere) {}

    /// The venue's own pages.
    public List<FootLink> venuePages() {
        VenueIdentity identity = terms.identity();
        List<FootLink> links = new ArrayList<>();
        for (VenuePage.Text text : VenuePage.Text.values()) {
            text.of(identity).ifPresent(own -> links.add(VenueIdentity.isLink(own)
                    ? new FootLink(say(text.key()), own.strip(), true)
                    : new FootLink(say(text.key()), link(text.path()), false)));
        }
        if (!identity.contact().isEmpty()) {
            links.add(Math.min(1, links.size()),
                    new FootLink(say("venue.contact"), link("/contact"), false));
        }
        return links;
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

    /// The language as Open Graph writes it, as in de_AT.
    public String locale() {
        return visitor.language().tag().replace('-', '_');
    }

    public String direction() {
        return visitor.language().direction();
    }

    public List<String> languages() {
        return Languages.known(terms.region().languages());
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
