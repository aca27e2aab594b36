package holdfast.change;

import holdfast.Hold;
import holdfast.Inventory;
import holdfast.VenueTime;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.Optional;

/// A snapshot of one workspace for an audit. Rows come one by one and are not kept. One that cannot
/// be read is a finding and is left out.
public interface AuditView {
    /// The promise that an unreadable row breaks.
    String READABLE = "what is stored can be read";

    String workspace();

    /// Whether everything is compared. Otherwise it is only the holds that changed since the last
    /// clean audit.
    boolean whole();

    /// The snapshot's transaction, for reading the caller's own tables.
    Transaction tx();

    /// Every inventory, those that are off sale included: pools, seat maps, calendars, each by id.
    void inventories(Each<OnSale> each) throws SQLException;

    /// Every listing, by id.
    void listings(Each<Listing> each) throws SQLException;

    /// Every booking and every block, those that were cancelled included, by id. Where not
    /// everything is compared, every hold that changed, in any state.
    void holds(Each<Hold> each) throws SQLException;

    /// Every answer that is kept for an idempotency key.
    void answers(Each<String> each) throws SQLException;

    /// Adds a finding. It must name neither a person nor an address.
    void report(String promise, String subject, String detail);

    /// Adds to how much was compared.
    void checked(String what, long count);

    /// Called for each row. It may read more.
    @FunctionalInterface
    interface Each<T> {
        void next(T read) throws SQLException;
    }

    record OnSale(Inventory inventory, boolean offered) {}

    /// A listing, and its time at the venue.
    ///
    /// @param venueHold the hold that it names for its venue
    /// @param venueTime what that hold has, if it is a booking in the listing's name
    record Listing(
            String id, long version, Optional<String> venueHold,
            Optional<VenueTime.Of> venueTime) {}
}
