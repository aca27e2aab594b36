package holdfast.server.checkout;

import holdfast.Unanswered;
import holdfast.postgres.Rows;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;

/// Finds bookings and blocks among the holds. What is found is only where to look: the engine says
/// what a hold is.
public final class Register {
    private final DataSource source;

    public Register(DataSource source) {
        this.source = source;
    }

    /// What is looked for; whatever is absent does not matter.
    ///
    /// @param inventories of which the booking has something, in the engine's words
    public record Search(
            Optional<String> reference, Optional<String> email, Optional<String> name,
            Optional<String> customer, List<String> inventories, Period made) {
        public static final Search ALL = new Search(Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), List.of(), Period.EVER);
    }

    /// From one moment to before another.
    public record Period(Instant from, Instant until) {
        public static final Period EVER = new Period(
                Instant.parse("1900-01-01T00:00:00Z"), Instant.parse("2200-01-01T00:00:00Z"));
    }

    /// A place in the sequence of all: where a page ends and the next one goes on.
    public record Mark(Instant madeAt, String hold) {}

    private static final String BY_REFERENCE = """
            SELECT made_at, hold FROM hold
            WHERE workspace = ? AND booking_note IS NOT NULL
              AND substring(booking_note FROM '"reference":"([A-Z0-9]+)"') = ?
            ORDER BY made_at, hold""";

    private static final String BY_MAIL = """
            SELECT made_at, hold FROM hold
            WHERE workspace = ? AND booking_note IS NOT NULL
              AND lower(substring(booking_note FROM '"email":"([^"]*)"')) = ?
              AND (made_at, hold) > (?, ?)
            ORDER BY made_at, hold LIMIT ?""";

    private static final String BY_NAME = """
            SELECT made_at, hold FROM hold
            WHERE workspace = ? AND booking_note IS NOT NULL
              AND lower(substring(booking_note FROM '"name":"([^"]*)"')) LIKE ?
              AND (made_at, hold) > (?, ?)
            ORDER BY made_at, hold LIMIT ?""";

    private static final String BY_CUSTOMER = """
            SELECT made_at, hold FROM hold
            WHERE workspace = ? AND booking_note IS NOT NULL AND customer = ?
              AND (made_at, hold) > (?, ?)
            ORDER BY made_at, hold LIMIT ?""";

    // A pool's, a map's or a calendar's claims are found by its name; those of what was cancelled
    // are gone.
    private static final String BY_CLAIM = """
            SELECT hold.made_at, hold.hold
            FROM (SELECT hold FROM pool_claim
                  WHERE workspace = ? AND pool = ANY (?::text[]) AND state = 'booked'
                  UNION
                  SELECT hold FROM seat_claim
                  WHERE workspace = ? AND seat_map = ANY (?::text[]) AND state = 'booked'
                  UNION
                  SELECT hold FROM time_claim
                  WHERE workspace = ? AND calendar = ANY (?::text[]) AND state = 'booked') AS live
            CROSS JOIN LATERAL (
                SELECT made_at, hold FROM hold AS same
                WHERE same.workspace = ? AND same.hold = live.hold
                  AND same.booking_note IS NOT NULL
                OFFSET 0) AS hold
            WHERE (hold.made_at, hold.hold) > (?, ?)
            ORDER BY hold.made_at, hold.hold LIMIT ?""";

    private static final String BY_TIME = """
            SELECT made_at, hold FROM hold
            WHERE workspace = ? AND booking_note IS NOT NULL AND (made_at, hold) > (?, ?)
            ORDER BY made_at, hold LIMIT ?""";

    /// The next so many after a mark, oldest first, by the narrowest thing that is looked for; the
    /// caller looks at the rest.
    public List<Mark> find(String workspace, Search search, Mark after, int most) {
        return read(trip -> {
            if (search.reference().isPresent()) {
                return trip.ask(BY_REFERENCE, Register::mark, workspace,
                        search.reference().get().toUpperCase(Locale.ROOT));
            }
            if (search.email().isPresent()) {
                return trip.ask(BY_MAIL, Register::mark, workspace,
                        search.email().get().toLowerCase(Locale.ROOT),
                        after.madeAt(), after.hold(), most);
            }
            if (search.customer().isPresent()) {
                return trip.ask(BY_CUSTOMER, Register::mark, workspace,
                        search.customer().get(), after.madeAt(), after.hold(), most);
            }
            if (search.name().isPresent()) {
                return trip.ask(BY_NAME, Register::mark, workspace,
                        beginning(search.name().get()), after.madeAt(), after.hold(), most);
            }
            if (!search.inventories().isEmpty()) {
                String[] names = search.inventories().toArray(new String[0]);
                return trip.ask(BY_CLAIM, Register::mark, workspace, names, workspace, names,
                        workspace, names, workspace, after.madeAt(), after.hold(), most);
            }
            return trip.ask(BY_TIME, Register::mark, workspace,
                    after.madeAt(), after.hold(), most);
        });
    }

    /// A name as it begins, whatever it has that LIKE would take for a sign.
    private static String beginning(String name) {
        return name.toLowerCase(Locale.ROOT).replace("\\", "\\\\")
                .replace("%", "\\%").replace("_", "\\_") + "%";
    }

    private static final String BLOCKS = """
            SELECT made_at, hold FROM hold
            WHERE workspace = ? AND state = 'blocked' AND (made_at, hold) > (?, ?)
            ORDER BY made_at, hold LIMIT ?""";

    public List<Mark> blocks(String workspace, Mark after, int most) {
        return read(trip -> trip.ask(BLOCKS, Register::mark, workspace,
                after.madeAt(), after.hold(), most));
    }

    private interface Question {
        Trip.Answer<Mark> ask(Trip trip);
    }

    private List<Mark> read(Question question) {
        try (Tx tx = Tx.begin(source)) {
            Trip trip = tx.trip();
            Trip.Answer<Mark> answer = question.ask(trip);
            trip.go();
            return answer.rows();
        } catch (SQLException failure) {
            throw new Unanswered("bookings could not be looked for", failure);
        }
    }

    private static Mark mark(ResultSet row) throws SQLException {
        return new Mark(Rows.certainly(row, 1), row.getString(2));
    }
}
