package holdfast.server.tickets;

import java.time.ZonedDateTime;
import java.util.Optional;

/// A ticket as people read it, in one language: on its page, in its PDF and at the door.
///
/// @param code    what the QR code says
/// @param accent  the workspace's colour, as in `#0a7d55`
public record TicketSheet(
        Ticket ticket, What what, When when, Who who, String code, Optional<String> accent) {

    /// What it is for.
    ///
    /// @param seller the workspace's name
    /// @param title  the event or service
    /// @param area   the area and the kind of place; for a visit, with whom
    /// @param seat   the seat, as in "Row A, seat 4"; for others how many may come in
    public record What(String seller, String title, String area, String seat) {}

    /// When and where, in the venue's own time.
    ///
    /// @param city the time zone's city
    public record When(
            ZonedDateTime start, String date, String time, String city, Optional<String> venue,
            Optional<String> address) {}

    /// Whose it is.
    ///
    /// @param name      who comes with it; empty if no name is known
    /// @param reference the booking's reference
    /// @param number    which of the booking's tickets it is, as in "2 of 4"
    public record Who(String name, String reference, String number) {}
}
