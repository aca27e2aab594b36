package holdfast.server.api;

import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Problem;
import java.util.Optional;

/// Finds the closure that a block belongs to. The calendar lists such a block, and lifting a
/// closure needs another permission than lifting a block. So it can be lifted only as a closure.
public final class BlockedFor {
    private final Catalog catalog;

    public BlockedFor(Catalog catalog) {
        this.catalog = catalog;
    }

    /// Refuses a block that is part of a closure.
    void requireNone(String workspace, String block) {
        // Another node may have closed the calendar just now.
        catalog.refresh();
        calendar(workspace, block).ifPresent(calendar -> {
            throw new Problem(409, "partOfClosure", "The block belongs to a closure",
                    block + " is a closure of " + calendar + "; DELETE /v1/calendars/" + calendar
                            + "/closures/" + block + " ends the closure.",
                    json -> json.put("calendar", calendar).put("closure", block));
        });
    }

    private Optional<String> calendar(String workspace, String block) {
        return catalog.all(workspace, Calendar.class).stream()
                .filter(each -> each.entry().exceptions().closures().stream()
                        .anyMatch(closure -> closure.id().equals(block)))
                .map(Versioned::id).findFirst();
    }
}
