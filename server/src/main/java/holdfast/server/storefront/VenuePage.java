package holdfast.server.storefront;

import holdfast.server.catalog.VenueIdentity;
import holdfast.server.http.Problem;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The pages on which a venue tells who it is: about, contact, imprint, privacy, terms. Those
/// that it has not written do not exist.
public final class VenuePage {
    private final Storefront storefront;

    VenuePage(Storefront storefront) {
        this.storefront = storefront;
    }

    /// The page's data.
    public record View(String title, ProseText text, Optional<VenueIdentity.Contact> contact) {}

    /// The pages with texts, in the order in which the footer names them.
    enum Text {
        ABOUT("about"),
        IMPRINT("imprint"),
        PRIVACY("privacy"),
        TERMS("terms");

        private final String word;

        Text(String word) {
            this.word = word;
        }

        String path() {
            return "/" + word;
        }

        String key() {
            return "venue." + word;
        }

        Optional<String> of(VenueIdentity identity) {
            VenueIdentity.Prose prose = identity.prose();
            Optional<String> text = switch (this) {
                case ABOUT -> prose.about();
                case IMPRINT -> prose.imprint();
                case PRIVACY -> prose.privacy();
                case TERMS -> prose.terms();
            };
            return text.filter(each -> !each.isBlank());
        }
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (Text text : Text.values()) {
            routes.addAll(storefront.get(text.path(), text.word + "Page",
                    "What the venue tells about: " + text.word + ".",
                    visitor -> page(visitor, text)));
        }
        routes.addAll(storefront.get("/contact", "contactPage", "How the venue is reached.",
                this::contact));
        return routes;
    }

    private Response page(Visitor visitor, Text text) {
        VenueIdentity identity = storefront.identity(visitor);
        String own = text.of(identity).orElseThrow(() -> Problem.unknown("such page"));
        if (VenueIdentity.isLink(own)) {
            return Pages.seeOther(own.strip());
        }
        String title = visitor.say(text.key());
        boolean reached = text == Text.IMPRINT || text == Text.ABOUT;
        return storefront.page(visitor, title, VenuePage.class,
                new View(title, ProseText.of(own), Optional.of(identity.contact())
                        .filter(contact -> reached && !contact.isEmpty())));
    }

    private Response contact(Visitor visitor) {
        VenueIdentity.Contact contact = storefront.identity(visitor).contact();
        if (contact.isEmpty()) {
            throw Problem.unknown("such page");
        }
        String title = visitor.say("venue.contact");
        return storefront.page(visitor, title, VenuePage.class,
                new View(title, ProseText.of(""), Optional.of(contact)));
    }
}
