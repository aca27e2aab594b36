package holdfast.server.booking;

import holdfast.server.catalog.Service;
import java.time.Duration;
import java.time.Instant;

/// Whose rules say when a service may begin. What is open and free is the engine's in either case.
public enum StartRules {
    /// The service's own: its grid, its notice and its horizon.
    SERVICE,
    /// Staff's, who book customers that come in or call: at any time.
    STAFF;

    private static final Duration FAR = Duration.ofDays(36_600);

    /// The first moment at which a start is listed. For staff a start that has just begun is among
    /// them.
    Instant earliest(Service service, Instant now) {
        return this == STAFF ? now.minus(service.times().step())
                : now.plus(service.times().notice());
    }

    /// The first moment beyond the starts that are listed.
    Instant latest(Service service, Instant now) {
        return now.plus(this == STAFF ? FAR : service.times().horizon());
    }
}
