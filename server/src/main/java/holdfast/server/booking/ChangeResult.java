package holdfast.server.booking;

import holdfast.Refusal;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Versioned;
import java.util.List;

/// The answer to a change of the catalogue. All but `Done` changed nothing.
public sealed interface ChangeResult {

    /// What was written, or what was there already when nothing had to be.
    record Done(List<Versioned<CatalogEntry>> things) implements ChangeResult {
        public Done {
            things = List.copyOf(things);
        }

        public <T extends CatalogEntry> Versioned<T> only(Class<T> type) {
            return things.getFirst().as(type);
        }
    }

    record Refused(Refusal refusal) implements ChangeResult {}

    /// Another change came first; this is the version now.
    record Stale(long version) implements ChangeResult {}

    /// A pool would have to move into another one, which pools never do.
    record OtherKind(String inventory) implements ChangeResult {}

    /// These events, or closures, have the hall at that time.
    record HallTaken(String venue, List<String> by) implements ChangeResult {}

    record KeyReused(String key) implements ChangeResult {}
}
