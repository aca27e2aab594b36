package holdfast.audit;

import holdfast.claims.ColumnText;
import holdfast.claims.HoldState;
import holdfast.postgres.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A hold as its row has it.
///
/// @param allotments the stored texts; one may be damaged
record StoredHold(String hold, Life life, Set<String> allotments, Noted noted) {

    record Life(String state, int version, @Nullable Instant until) {}

    /// Each set has at most one element, unless the journal is damaged.
    record Noted(
            Set<String> reason, Set<String> hold, Set<String> booking, Set<String> customer) {}

    boolean is(HoldState other) {
        return life.state.equals(ColumnText.of(other));
    }

    /// Reads hold, state, version, until, claims, reason, note, booking_note, customer.
    static StoredHold read(ResultSet row) throws SQLException {
        Set<String> allotments = new HashSet<>();
        Rows.anyTexts(row, 5).forEach(text -> allotments.add(text == null ? "" : text));
        return new StoredHold(row.getString(1),
                new Life(row.getString(2), row.getInt(3), Rows.moment(row, 4)), allotments,
                new Noted(given(row.getString(6)), given(row.getString(7)),
                        given(row.getString(8)), given(row.getString(9))));
    }

    static Set<String> given(@Nullable String text) {
        return text == null ? Set.of() : Set.of(text);
    }
}
