package holdfast.server.outbox;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The kinds of changes of bookings, as they are stored and as the API names them.
public enum ChangeKind {
    BOOKED,
    EXCHANGED,
    /// The event of the booking takes place at another time.
    MOVED,
    CANCELLED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The type of a webhook's message about it.
    public String type() {
        return "booking." + word();
    }

    public static Optional<ChangeKind> of(String word) {
        return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    public static List<String> words() {
        return Stream.of(values()).map(ChangeKind::word).toList();
    }
}
