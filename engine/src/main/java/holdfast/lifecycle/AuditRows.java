package holdfast.lifecycle;

import holdfast.Hold;
import holdfast.VenueTime;
import holdfast.change.AuditView;
import holdfast.claims.Allotment;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;

/// The engine's rows as an audit's caller reads them.
public final class AuditRows implements AuditView {
    private static final int AT_ONCE = 1_000;

    private final Transaction tx;
    private final String workspace;
    private final Optional<List<String>> changed;
    private final Report report;
    private final ObjLongConsumer<String> compared;

    /// @param changed  the holds that are audited, sorted; empty for all
    /// @param report   receives the findings
    /// @param compared receives how much was compared
    public AuditRows(Transaction tx, String workspace, Optional<List<String>> changed,
            Report report, ObjLongConsumer<String> compared) {
        this.tx = tx;
        this.workspace = workspace;
        this.changed = changed;
        this.report = report;
        this.compared = compared;
    }

    /// Where findings go.
    @FunctionalInterface
    public interface Report {
        void add(String promise, String subject, String detail);
    }

    @Override
    public String workspace() {
        return workspace;
    }

    @Override
    public boolean whole() {
        return changed.isEmpty();
    }

    @Override
    public Transaction tx() {
        return tx;
    }

    @Override
    public void report(String promise, String subject, String detail) {
        report.add(promise, subject, detail);
    }

    @Override
    public void checked(String what, long count) {
        compared.accept(what, count);
    }

    @Override
    public void inventories(Each<OnSale> each) throws SQLException {
        new AuditInventories(tx, workspace, report, each).read();
    }

    private static final String LISTINGS = """
            SELECT listing.listing, listing.version, listing.venue_hold, hold.claims
            FROM listing
            LEFT JOIN hold
              ON hold.workspace = listing.workspace AND hold.hold = listing.venue_hold
             AND hold.state = 'booked' AND hold.customer = listing.listing
            WHERE listing.workspace = ?
            ORDER BY listing.listing""";

    @Override
    public void listings(Each<Listing> each) throws SQLException {
        tx.each(LISTINGS, row -> each.next(new Listing(
                row.getString(1), row.getLong(2), Optional.ofNullable(row.getString(3)),
                row.getObject(4) == null ? Optional.empty() : venueTime(Rows.texts(row, 4)))),
                workspace);
    }

    /// A hall's booking is one stretch of one calendar. A claim that cannot be read is a finding of
    /// the engine's own part of the audit.
    private static Optional<VenueTime.Of> venueTime(List<String> claims) {
        try {
            return claims.size() == 1
                    && Allotment.parse(claims.getFirst()) instanceof Allotment.Stretch stretch
                            ? Optional.of(new VenueTime.Of(stretch.inventory(), stretch.occupied()))
                            : Optional.empty();
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private static final String HOLDS = """
            SELECT hold, state, version, until, changed_at, attempt, customer, made_at, claims,
                   reason, note, booking_note
            FROM hold
            WHERE workspace = ? AND state IN ('booked', 'blocked', 'cancelled')
            ORDER BY hold""";

    private static final String CHANGED = """
            SELECT hold, state, version, until, changed_at, attempt, customer, made_at, claims,
                   reason, note, booking_note
            FROM hold
            WHERE workspace = ? AND hold = ANY (?::text[])
            ORDER BY hold""";

    @Override
    public void holds(Each<Hold> each) throws SQLException {
        if (changed.isEmpty()) {
            tx.each(HOLDS, row -> next(row, each), workspace);
            return;
        }
        List<String> ids = changed.get();
        for (int at = 0; at < ids.size(); at += AT_ONCE) {
            List<String> some = ids.subList(at, Math.min(ids.size(), at + AT_ONCE));
            tx.each(CHANGED, row -> next(row, each), workspace, some.toArray(String[]::new));
        }
    }

    private void next(ResultSet row, Each<Hold> each) throws SQLException {
        Optional<Hold> hold = hold(row);
        if (hold.isPresent()) {
            each.next(hold.get());
        }
    }

    private Optional<Hold> hold(ResultSet row) throws SQLException {
        try {
            return Optional.of(HoldTable.row(row).seen(Instant.EPOCH));
        } catch (RuntimeException unreadable) {
            report(READABLE, row.getString(1), "its row cannot be read");
            return Optional.empty();
        }
    }

    private static final String ANSWERS = """
            SELECT outcome FROM idempotency_key WHERE workspace = ?""";

    @Override
    public void answers(Each<String> each) throws SQLException {
        tx.each(ANSWERS, row -> each.next(row.getString(1)), workspace);
    }
}
