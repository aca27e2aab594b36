package holdfast.server.checkout;

import holdfast.Refusal;
import holdfast.server.catalog.Stored;
import holdfast.server.catalog.Thing;

/// How a kind of thing is made and changed. What was interrupted is done again by the same request.
public interface Changing<T extends Thing> {

    sealed interface Result<T extends Thing> {
        record Done<T extends Thing>(Stored<T> thing) implements Result<T> {}

        record Refused<T extends Thing>(Refusal refusal) implements Result<T> {}

        /// Another change came first; this is the version now.
        record Stale<T extends Thing>(long version) implements Result<T> {}
    }

    /// Makes it with this id, or finds what the same request made before.
    Result<T> create(String workspace, String id, T thing, String author);

    Result<T> change(String workspace, Stored<T> seen, T thing, String author);

    /// Takes off sale, or puts on sale again.
    Result<T> list(String workspace, Stored<T> seen, boolean listed, String author);
}
