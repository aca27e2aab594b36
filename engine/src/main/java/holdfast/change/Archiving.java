package holdfast.change;

import holdfast.Hold;
import holdfast.ListingVersion;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Moves what ended long ago out of the tables, into a store of the caller's that is kept for
/// audits. The caller stores first, durably, and the tables' rows are deleted after that: a crash
/// between leaves both, and never neither. Nothing that is handed over names a customer.
public interface Archiving {

    /// Moves up to `most` keys, with their answers, that were used first before a moment. A request
    /// that is repeated with such a key later is a new request. Returns how many there were.
    int archiveKeys(String workspace, Instant before, int most, KeyStore store);

    /// Moves up to `most` holds that were cancelled or expired before a moment, with their lines of
    /// the journal. The keys of that time have to be moved before. Returns how many there were.
    int archiveHolds(String workspace, Instant before, int most, HoldStore store);

    /// Moves bookings that are over, with their lines of the journal: what they still have is given
    /// back in the same transaction, by lines that are in the archive only. A booking that was
    /// changed or has time after that moment stays, and so does one of which a listing has another
    /// version than is named. The keys of that time have to be moved before. Returns how many were
    /// moved.
    int archiveBookings(
            String workspace, Instant before, List<Over> bookings, HoldStore store);

    /// Removes the customers' limits of which no hold is left. Returns how many there were.
    int removeLimits(String workspace);

    /// A booking that is over by the caller's description.
    ///
    /// @param listings the versions that say so
    record Over(String hold, List<ListingVersion> listings) {
        public Over {
            listings = List.copyOf(listings);
        }
    }

    /// A key and what it was answered with.
    ///
    /// @param key a digest of the key
    /// @param answer the outcome's name
    record Key(String key, Instant at, String answer, Optional<String> hold) {}

    /// A hold that has ended, or a booking that is over; its last lines have the verb `archive`.
    ///
    /// @param until  when it ended; of a booking, when it was archived
    /// @param claims in the journal's notation; the customer of a limit is left out
    record Ended(
            String hold, String state, int version, Instant madeAt, Instant until,
            Optional<String> reason, Hold.Notes notes, List<String> claims, List<Line> lines) {
        public Ended {
            claims = List.copyOf(claims);
            lines = List.copyOf(lines);
        }
    }

    /// A line of the journal, in the columns of its table.
    record Line(Place place, Instant at, Change change, String claim, Optional<String> note) {}

    record Place(String kind, String inventory, long version) {}

    record Change(String verb, String effect, int holdVersion, Optional<Instant> until) {}

    /// Stores keys. It returns when they are safe.
    @FunctionalInterface
    interface KeyStore {
        void keep(List<Key> keys);
    }

    /// Stores holds.
    interface HoldStore {
        /// Notes without the person.
        Hold.Notes withoutPerson(Hold.Notes notes);

        /// Stores the holds, with the caller's own rows about them, which it reads in this
        /// transaction. It returns when they are safe, and does not commit.
        void keep(Transaction tx, List<Ended> holds) throws SQLException;

        /// Adds statements that delete the caller's own rows.
        void remove(Pipeline pipeline, String workspace, List<String> holds);
    }
}
