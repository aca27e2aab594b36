package holdfast.server.checkout;

import holdfast.Claim;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Stored;
import java.time.Instant;
import java.util.List;

/// The one place that knows when a service may begin.
public final class Visits {

    public Asked ask(
            String workspace, Stored<Service> service, Item.Visit item, Instant now) {
        return new Asked(
                new Claim.Time(item.start().toInstant(), service.thing().parts(item.with())),
                service.stamp(), List.of());
    }
}
