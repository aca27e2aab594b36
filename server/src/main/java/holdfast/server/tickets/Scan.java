package holdfast.server.tickets;

import java.time.Instant;
import java.util.Optional;

/// One scan at a door.
///
/// @param nonce  the scanner's own number for this scan: sent again, it is the same scan
/// @param which  the ticket
/// @param author the member of staff or the key
public record Scan(String nonce, Which which, Place place, Manner manner, String author) {

    /// The ticket: by its code, or by its id from the door list.
    public sealed interface Which {
        record Code(String text) implements Which {}

        record Id(String ticket) implements Which {}
    }

    /// Where it was scanned.
    ///
    /// @param event the event or service that people come to there; empty where any may come
    public record Place(Optional<String> event, String door) {}

    /// How it was scanned.
    ///
    /// @param force   to let the person in although the ticket is unpaid, blocked, for another door
    ///                or too early
    /// @param offline where the scanner had decided alone
    public record Manner(Direction direction, boolean force, Optional<Offline> offline) {}

    public enum Direction {
        IN,
        OUT
    }

    /// A scan that was decided by the scanner.
    ///
    /// @param at by the scanner's own clock
    public record Offline(String device, Instant at) {}
}
