package holdfast.audit;

import holdfast.Effect;
import holdfast.Verb;
import holdfast.claims.ColumnText;
import holdfast.claims.HoldState;
import holdfast.postgres.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A journal line, as the audit reads it.
record AuditedLine(
        Place place, Verb verb, Effect effect, Of of, String claim, Said said) {

    /// A version of an inventory's journal.
    record Place(InventoryRow.Key key, long version) {}

    /// @param state the state of the hold from this line on; null where the inventory itself changed
    record Of(
            String hold, int version, @Nullable Instant until, @Nullable HoldState state) {}

    /// What the first line of a hold, or of a change, says besides.
    record Said(@Nullable String note, @Nullable String customer) {}

    InventoryRow.Key key() {
        return place.key;
    }

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

    HoldState state() {
        if (of.state == null) {
            throw new IllegalStateException(effect + " without a hold");
        }
        return of.state;
    }

    /// Reads kind, inventory, version, verb, effect, hold, hold_version, until, claim,
    /// note, customer. A line that cannot be read is a finding.
    static Optional<AuditedLine> read(ResultSet row, AuditFindings findings) throws SQLException {
        Place place = new Place(
                new InventoryRow.Key(row.getString(1), row.getString(2)), row.getLong(3));
        String hold = row.getString(6);
        Instant until = Rows.moment(row, 8);
        try {
            Verb verb = ColumnText.verb(row.getString(4));
            Effect effect = ColumnText.effect(row.getString(5));
            HoldState state = effect == Effect.OFFER ? null : HoldState.after(verb, until);
            return Optional.of(new AuditedLine(place, verb, effect,
                    new Of(hold == null ? "" : hold, row.getInt(7), until, state),
                    row.getString(9), new Said(row.getString(10), row.getString(11))));
        } catch (IllegalStateException | IllegalArgumentException unreadable) {
            findings.add(AuditFindings.READABLE, place.key.inventory(), "version " + place.version
                    + " of its journal has the verb " + row.getString(4) + " and the effect "
                    + row.getString(5));
            return Optional.empty();
        }
    }
}
