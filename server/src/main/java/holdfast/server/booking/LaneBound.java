package holdfast.server.booking;

import holdfast.Invalid;
import holdfast.TimeQuery;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Service;
import java.util.List;

/// Bounds the lanes of all calendars of one service: each of them is read for a hold and for a list
/// of free times.
public final class LaneBound {
    private static final int MOST = TimeQuery.MOST_LANES;

    private final Catalog catalog;
    private final String workspace;

    public LaneBound(Catalog catalog, String workspace) {
        this.catalog = catalog;
        this.workspace = workspace;
    }

    /// Refuses needs with too many lanes; the complaint names this field.
    public void check(List<Service.Need> needs, String field) {
        long lanes = lanes(needs, "", 0);
        if (lanes > MOST) {
            throw new Invalid(field, "must need calendars of at most " + MOST
                    + " lanes in all; these have " + lanes);
        }
    }

    /// Refuses so many lanes of a calendar where a service that needs it would have too many.
    public void check(String calendar, long lanes) {
        catalog.all(workspace, Service.class).stream()
                .filter(service -> lanes(service.entry().needs(), calendar, lanes) > MOST)
                .findFirst().ifPresent(service -> {
                    throw new Invalid("lanes",
                            "would be too many lanes for the service " + service.id()
                                    + ", whose calendars may have at most " + MOST + " in all");
                });
    }

    /// The lanes of all calendars, one of which may get a new number.
    private long lanes(List<Service.Need> needs, String calendar, long other) {
        return needs.stream().flatMap(need -> need.anyOf().stream()).distinct()
                .mapToLong(id -> id.equals(calendar) ? other
                        : catalog.find(workspace, id, Calendar.class)
                                .map(found -> found.entry().lanes()).orElse(0L))
                .sum();
    }
}
