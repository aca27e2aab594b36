package holdfast.server.api;

import holdfast.server.booking.CatalogChanges;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.SharedLimit;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import java.util.List;
import java.util.Optional;

/// Limits for one customer over several events, which name them in `limits.shared`.
public final class SharedLimits {
    private final Resource<SharedLimit> limits;

    public SharedLimits(Catalog catalog, CatalogChanges changes) {
        limits = new Resource<>(catalog, changes, new Described());
    }

    public List<Route> routes() {
        return limits.routes();
    }

    private record Described() implements Resource.Kind<SharedLimit> {
        @Override
        public Class<SharedLimit> type() {
            return SharedLimit.class;
        }

        @Override
        public CatalogEntry.Kind kind() {
            return CatalogEntry.Kind.LIMIT;
        }

        @Override
        public SharedLimit read(Fields fields, Optional<SharedLimit> before) {
            return SharedLimit.read(fields);
        }

        @Override
        public Resource.Summaries summaries() {
            return new Resource.Summaries(
                    "Create a limit for one customer over several events.",
                    "Withdraw a limit; events that name it keep it.",
                    "List a withdrawn limit again.");
        }
    }
}
