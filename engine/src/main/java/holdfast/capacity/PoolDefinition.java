package holdfast.capacity;

import org.jspecify.annotations.Nullable;

/// The text of a pool in the journal: its capacity, the pool around it, whether it is on sale.
final class PoolDefinition {
    private PoolDefinition() {}

    static String of(long capacity, @Nullable String inside, boolean offered) {
        return "pool " + capacity + " " + (inside == null ? "-" : inside)
                + " " + (offered ? "offered" : "withdrawn");
    }
}
