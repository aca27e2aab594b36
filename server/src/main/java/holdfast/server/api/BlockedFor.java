package holdfast.server.api;

import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Problem;
import java.util.Optional;

/// Which closure a block belongs to. The calendar's list has that block, and who lifts closures
/// needs another right than who lifts blocks, so it is lifted as a closure and by no other route.
public final class BlockedFor {
    private final Catalog catalog;

    public BlockedFor(Catalog catalog) {
        this.catalog = catalog;
    }

    /// Refuses a block that a closure consists of.
    void requireNone(String workspace, String block) {
        // Another node may have closed the calendar just now.
        catalog.refresh();
        calendar(workspace, block).ifPresent(calendar -> {
            throw new Problem(409, "partOfClosure", "The block belongs to a closure",
                    block + " is a closure of " + calendar + "; DELETE /v1/calendars/" + calendar
                            + "/closures/" + block + " opens again what it closed.",
                    json -> json.put("calendar", calendar).put("closure", block));
        });
    }

    private Optional<String> calendar(String workspace, String block) {
        return catalog.all(workspace, Calendar.class).stream()
                .filter(each -> each.thing().exceptions().closures().stream()
                        .anyMatch(closure -> closure.id().equals(block)))
                .map(Versioned::id).findFirst();
    }
}
