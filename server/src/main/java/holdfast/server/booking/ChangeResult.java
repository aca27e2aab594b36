package holdfast.server.booking;

import holdfast.Refusal;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Versioned;
import java.util.List;

/// The outcome of a change of the catalogue. All but `Done` changed nothing.
public sealed interface ChangeResult {

    /// The entries that were written, or the existing ones when there was nothing to write.
    record Done(List<Versioned<CatalogEntry>> things) implements ChangeResult {
        public Done {
            things = List.copyOf(things);
        }

        public <T extends CatalogEntry> Versioned<T> only(Class<T> type) {
            return things.getFirst().as(type);
        }
    }

    record Refused(Refusal refusal) implements ChangeResult {}

    /// Another change was committed first; this is the version now.
    record Stale(long version) implements ChangeResult {}

    /// A pool would have to move into another pool, which is not possible.
    record OtherKind(String inventory) implements ChangeResult {}

    /// These events or closures have the venue at that time.
    record VenueTaken(String venue, List<String> by) implements ChangeResult {}

    record KeyReused(String key) implements ChangeResult {}
}
