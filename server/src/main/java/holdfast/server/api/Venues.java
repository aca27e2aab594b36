package holdfast.server.api;

import holdfast.server.booking.CatalogChanges;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Venue;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import java.util.List;
import java.util.Optional;

/// Venues, which have one event at a time.
public final class Venues {
    private final Resource<Venue> venues;

    public Venues(Catalog catalog, CatalogChanges changes) {
        venues = new Resource<>(catalog, changes, new Described());
    }

    public List<Route> routes() {
        return venues.routes();
    }

    private record Described() implements Resource.Kind<Venue> {
        @Override
        public Class<Venue> type() {
            return Venue.class;
        }

        @Override
        public CatalogEntry.Kind kind() {
            return CatalogEntry.Kind.VENUE;
        }

        @Override
        public Venue read(Fields fields, Optional<Venue> before) {
            return Venue.read(fields);
        }
    }
}
