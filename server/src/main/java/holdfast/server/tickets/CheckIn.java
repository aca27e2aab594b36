package holdfast.server.tickets;

import holdfast.postgres.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// One entry of a ticket, until the person left or it was undone.
///
/// @param in     where, when and by whom the ticket was scanned
/// @param forced what was overridden, as in `unpaid tooEarly`
public record CheckIn(
        String id, String ticket, State state, Passage in, Optional<Passage> left,
        Optional<String> forced) {

    public enum State {
        INSIDE("inside"),
        LEFT("left"),
        UNDONE("undone");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        static State of(String word) {
            for (State state : values()) {
                if (state.word.equals(word)) {
                    return state;
                }
            }
            throw new IllegalArgumentException(word);
        }
    }

    public record Passage(String door, Instant at, String author) {}

    /// Reads the columns check_in, ticket, state, door, at, author, forced, left_door, left_at,
    /// left_author.
    static CheckIn read(ResultSet row) throws SQLException {
        Optional<Passage> left = row.getString(8) == null ? Optional.empty()
                : Optional.of(new Passage(row.getString(8), Rows.certainly(row, 9),
                        row.getString(10)));
        return new CheckIn(row.getString(1), row.getString(2), State.of(row.getString(3)),
                new Passage(row.getString(4), Rows.certainly(row, 5), row.getString(6)), left,
                Optional.ofNullable(row.getString(7)));
    }
}
