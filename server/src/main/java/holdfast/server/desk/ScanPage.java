package holdfast.server.desk;

import holdfast.server.tickets.Door;
import holdfast.server.tickets.DoorLists;
import java.util.List;
import java.util.Optional;

/// The page on which tickets are scanned.
public final class ScanPage {
    private ScanPage() {}

    /// What the page shows: the events to choose from, or the scanner of one.
    ///
    /// @param nonce  the next scan's number
    /// @param result the last scan's answer
    public record View(
            List<Choice> events, Optional<Scanner> scanner, String nonce,
            Optional<Result> result) {}

    /// An event to choose.
    public record Choice(String id, String name, String when) {}

    /// The scanner of an event.
    ///
    /// @param door the door's id or name
    /// @param out  whether people leave here
    public record Scanner(
            Choice event, List<Door> doors, String door, boolean out, DoorLists.Counts counts) {
        public long inside() {
            return counts.areas().stream().mapToLong(DoorLists.Count::inside).sum();
        }

        public long admitted() {
            return counts.areas().stream().mapToLong(DoorLists.Count::admitted).sum();
        }
    }

    /// The answer to a scan.
    ///
    /// @param passed   whether the person may pass
    /// @param headline in a few words
    /// @param details  whose ticket it is, and why it was refused
    /// @param force    the code to let the person in with all the same; empty if that is impossible
    /// @param undo     the entry to take back; empty if there is none
    public record Result(
            boolean passed, String headline, List<String> details, String force, String undo) {}
}
