package holdfast.server.checkout;

import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Stored;
import holdfast.server.catalog.Thing;
import java.util.Optional;

/// What stands in the catalogue only: the engine knows nothing of it.
public record Entries<T extends Thing>(Catalog catalog, Class<T> type) implements Changing<T> {

    @Override
    public Result<T> create(String workspace, String id, T thing, String author) {
        return new Result.Done<>(catalog.add(workspace, id, thing, author)
                .orElseGet(() -> first(workspace, id)));
    }

    @Override
    public Result<T> change(String workspace, Stored<T> seen, T thing, String author) {
        return result(workspace, seen.id(), catalog.change(workspace, seen, thing, author));
    }

    @Override
    public Result<T> list(String workspace, Stored<T> seen, boolean listed, String author) {
        return result(workspace, seen.id(), catalog.list(workspace, seen, listed, author));
    }

    private Result<T> result(String workspace, String id, Optional<Stored<T>> changed) {
        if (changed.isPresent()) {
            return new Result.Done<>(changed.get());
        }
        return new Result.Stale<>(latest(workspace, id).version());
    }

    /// As the database has it now, also when another node has just changed it.
    Stored<T> latest(String workspace, String id) {
        catalog.refresh();
        return catalog.find(workspace, id, type).orElseThrow();
    }

    /// As it was made.
    Stored<T> first(String workspace, String id) {
        Stored<Thing> first = catalog.stamped(workspace, id + "@1").orElseThrow();
        return new Stored<>(id, 1, type.cast(first.thing()), first.listed(), first.at(),
                first.author());
    }
}
