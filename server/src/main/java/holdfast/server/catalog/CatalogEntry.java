package holdfast.server.catalog;

import holdfast.server.json.Json;

/// Something that a workspace offers, as its owner described it. It does not know its id.
public sealed interface CatalogEntry
        permits Event, Service, Calendar, Venue, Chart, SharedLimit, Terms {

    /// How many kinds there are, and how each is called in an id and in the table.
    enum Kind {
        EVENT("evt_"),
        SERVICE("svc_"),
        CALENDAR("cal_"),
        VENUE("ven_"),
        CHART("cht_"),
        LIMIT("lim_"),
        TERMS("");

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

    /// Writes its fields, the very ones it can be read from.
    void write(Json json);
}
