package holdfast.audit;

import holdfast.claims.Allotment;
import holdfast.claims.ColumnText;
import holdfast.postgres.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A claim as the journal or a table has it. `what` is the seat, or the part, lane and times, or the
/// quantity of places and their role; with hold and item it is the claim's key.
record AuditedClaim(Key key, String state, @Nullable Instant until) {

    record Key(InventoryRow.Key of, String hold, int item, String what) {
        @Override
        public String toString() {
            return hold + " " + item + " " + what;
        }
    }

    @Override
    public String toString() {
        return key + " " + state + (until == null ? "" : " until " + until);
    }

    /// The claims that a journal line takes, keeps or gives back.
    static List<AuditedClaim> of(AuditedLine line, Allotment allotment) {
        List<String> parts = switch (allotment) {
            case Allotment.Places places ->
                    List.of(places.quantity() + " " + places.role().word());
            case Allotment.Seats some -> some.names();
            case Allotment.Stretch stretch -> List.of(stretch.part() + " " + stretch.lane()
                    + " " + SortableInstants.text(stretch.occupied().from())
                    + " " + SortableInstants.text(stretch.occupied().to())
                    + " " + SortableInstants.text(stretch.visit().from())
                    + " " + SortableInstants.text(stretch.visit().to()));
        };
        List<AuditedClaim> claims = new ArrayList<>();
        parts.forEach(part -> claims.add(new AuditedClaim(
                new Key(line.key(), line.hold(), allotment.item(), part),
                ColumnText.of(line.state()), line.until())));
        return claims;
    }

    /// Reads hold, kind, inventory, item, what, state, until.
    static AuditedClaim read(ResultSet row) throws SQLException {
        return new AuditedClaim(
                new Key(new InventoryRow.Key(row.getString(2), row.getString(3)), row.getString(1),
                        row.getInt(4), row.getString(5)),
                row.getString(6), Rows.moment(row, 7));
    }
}
