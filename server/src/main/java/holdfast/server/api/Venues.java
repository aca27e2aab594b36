package holdfast.server.api;

import holdfast.Holdfast;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Keys;
import holdfast.server.catalog.Thing;
import holdfast.server.catalog.Venue;
import holdfast.server.checkout.TimeOffers;
import holdfast.server.http.Call;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import java.util.List;
import java.util.Optional;

/// Venues: halls that have one event at a time.
public final class Venues {
    private final Resource<Venue> venues;

    public Venues(Holdfast engine, Catalog catalog, Keys keys) {
        venues = new Resource<>(
                catalog, keys, TimeOffers.venues(engine, catalog), new Described());
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
        public Thing.Kind kind() {
            return Thing.Kind.VENUE;
        }

        @Override
        public Venue read(Call call, Fields fields, Optional<Venue> before) {
            return Venue.read(fields);
        }
    }
}
