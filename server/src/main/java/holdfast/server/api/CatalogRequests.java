package holdfast.server.api;

import holdfast.server.booking.CatalogChanges;
import holdfast.server.booking.CatalogChanges.Plan;
import holdfast.server.booking.ChangeResult;
import holdfast.server.booking.IdempotencyKey;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Draft;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Fingerprint;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import java.util.Optional;

/// Turns requests into changes of the catalogue, for every kind of entry.
final class CatalogRequests {
    private CatalogRequests() {}

    static CatalogChanges.Request request(Request request, byte[] body) {
        return new CatalogChanges.Request(request.workspace(), request.who().name(),
                request.key().map(key -> new IdempotencyKey(key, Fingerprint.of(request, body))));
    }

    /// Without an Idempotency-Key, a request with If-Match is identified by its version.
    static CatalogChanges.Request request(Request request) {
        return new CatalogChanges.Request(request.workspace(), request.who().name());
    }

    /// The plan that withdraws an entry or offers it again.
    static Plan listed(Versioned<? extends CatalogEntry> seen, Optional<Long> ifMatch,
            boolean listed) {
        if (ifMatch.filter(version -> version != seen.version()).isPresent()) {
            return new Plan.Stale(seen.version());
        }
        return seen.listed() == listed ? new Plan.Already(seen)
                : new Plan.Write(Draft.after(seen, seen.entry()).listed(listed));
    }

    /// The change's result; a refusal is thrown.
    static ChangeResult.Done done(ChangeResult result) {
        return switch (result) {
            case ChangeResult.Done done -> done;
            case ChangeResult.Refused refused -> throw Outcomes.problem(refused.refusal());
            case ChangeResult.Stale stale -> throw Outcomes.stale(stale.version());
            case ChangeResult.KeyReused reused -> throw Outcomes.keyReused(reused.key());
            case ChangeResult.VenueTaken taken -> throw new Problem(409, "inTheWay",
                    "The venue is occupied",
                    taken.venue() + " has " + String.join(", ", taken.by()) + " at that time.",
                    json -> json.texts("events", taken.by()));
            case ChangeResult.OtherKind other -> throw new Problem(409, "otherKind",
                    "An area or tier keeps its place",
                    other.inventory()
                            + " exists with another kind or in another pool; give the area or tier "
                            + "another id.",
                    json -> json.put("inventory", other.inventory()));
        };
    }
}
