package holdfast.server.tickets;

import holdfast.postgres.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// A ticket.
///
/// @param unit   what it stands for
/// @param holder to whom it was passed on; empty while the booking's customer has it
public record Ticket(
        String id, String hold, Unit unit, Code code, boolean valid, Optional<Holder> holder,
        Times times) {

    /// What it stands for, as {@link TicketUnit} names it.
    public record Unit(String name, String subject, String area, long admits) {}

    /// Which of its codes is valid, and the key that signs it.
    public record Code(int sequence, int key) {}

    public record Holder(String name, Optional<String> email) {}

    /// When it was made and when its code last changed.
    ///
    /// @param blocked since when staff let no one in with it
    public record Times(Instant made, Instant changed, Optional<Instant> blocked) {}

    /// Reads the columns ticket, hold, subject, area, unit, admits, sequence, state, signing_key,
    /// name, email, made_at, changed_at, blocked_at.
    static Ticket read(ResultSet row) throws SQLException {
        Optional<String> email = Optional.ofNullable(row.getString(11));
        return new Ticket(row.getString(1), row.getString(2),
                new Unit(row.getString(5), row.getString(3), row.getString(4), row.getLong(6)),
                new Code(row.getInt(7), row.getInt(9)), row.getString(8).equals("valid"),
                Optional.ofNullable(row.getString(10)).map(name -> new Holder(name, email)),
                new Times(Rows.certainly(row, 12), Rows.certainly(row, 13),
                        Optional.ofNullable(Rows.moment(row, 14))));
    }

    /// Whether it stands for a visit of a service.
    public boolean visit() {
        return unit.area().isEmpty();
    }

    /// The seat's name, if it stands for a seat: its unit is the seat map and the seat.
    public Optional<String> seat() {
        String[] parts = unit.name().split("/", 2);
        return !visit() && parts.length == 2 && !parts[1].contains("/")
                ? Optional.of(parts[1]) : Optional.empty();
    }

    TicketCode unsigned() {
        return new TicketCode(code.key(), TicketCode.subject(unit.subject()), id, code.sequence(),
                visit());
    }
}
