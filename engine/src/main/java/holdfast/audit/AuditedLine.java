package holdfast.audit;

import holdfast.postgres.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A journal line, as the audit reads it.
record AuditedLine(
        Place place, String verb, String effect, Of of, String claim, @Nullable String note) {

    record Place(String kind, String inventory, long version) {}

    record Of(String hold, int version, @Nullable Instant until) {}

    long version() {
        return place.version;
    }

    String hold() {
        return of.hold;
    }

    @Nullable
    Instant until() {
        return of.until;
    }

    /// The state of the claim from this line on.
    String state() {
        if (of.until != null) {
            return "held";
        }
        return verb.equals("block") ? "blocked" : "booked";
    }

    /// Reads kind, inventory, version, verb, effect, hold, hold_version, until, claim, note.
    static AuditedLine read(ResultSet row) throws SQLException {
        String hold = row.getString(6);
        return new AuditedLine(
                new Place(row.getString(1), row.getString(2), row.getLong(3)),
                row.getString(4), row.getString(5),
                new Of(hold == null ? "" : hold, row.getInt(7), Rows.moment(row, 8)),
                row.getString(9), row.getString(10));
    }
}
