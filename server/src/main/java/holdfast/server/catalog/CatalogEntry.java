package holdfast.server.catalog;

import holdfast.server.json.Json;
import java.util.Optional;

/// An entry of the catalogue, as staff described it, without its id.
public sealed interface CatalogEntry
        permits Event, Service, Calendar, Venue, Chart, SharedLimit, DiscountCode, GiftCard, Terms,
        MailTerms {

    /// The kinds, with the prefix of their ids and their word in the table.
    enum Kind {
        EVENT("evt_"),
        SERVICE("svc_"),
        CALENDAR("cal_"),
        VENUE("ven_"),
        CHART("cht_"),
        LIMIT("lim_"),
        CODE("dsc_"),
        GIFTCARD("gft_"),
        TERMS(""),
        MAILS("");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        public String prefix() {
            return prefix;
        }

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    Kind kind();

    String name();

    /// The picture that it shows.
    default Optional<Picture> picture() {
        return Optional.empty();
    }

    /// With its texts in this language, as far as they are translated.
    default CatalogEntry in(String language) {
        return this;
    }

    /// Writes the fields that it can be read from.
    void write(Json json);
}
