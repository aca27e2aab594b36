package holdfast.capacity;

import holdfast.JournalLine;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The text of a pool in the journal: its capacity, the pool around it, whether it is on sale.
public final class PoolDefinition {
    private static final String NONE = "-";
    private static final String ON_SALE = "offered";

    private PoolDefinition() {}

    static String of(long capacity, @Nullable String inside, boolean offered) {
        return "pool " + capacity + " " + (inside == null ? NONE : inside)
                + " " + (offered ? ON_SALE : "withdrawn");
    }

    public static JournalLine.Pool parse(String text) {
        String[] word = text.split(" ", -1);
        return new JournalLine.Pool(
                Long.parseLong(word[1]),
                word[2].equals(NONE) ? Optional.empty() : Optional.of(word[2]),
                word[3].equals(ON_SALE));
    }
}
