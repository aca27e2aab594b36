package holdfast.lifecycle;

import holdfast.ListingVersion;
import holdfast.Refusal;
import holdfast.RequestOptions;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads and writes the rows of listings, and compares the versions that requests name with them.
///
/// A request compares after it has locked its inventories, without a lock on the listing's row: a
/// change holds the inventories' locks until it is committed, so that the statement after a wait
/// for them sees what it changed.
final class ListingTable {
    private ListingTable() {}

    /// A listing's row under lock. Version 0 is that of a listing without a description.
    record Row(String listing, long version, Optional<String> venueHold) {}

    private static final String MAKE = """
            INSERT INTO listing (workspace, listing, version)
            SELECT ?, new.listing, 0 FROM unnest(?::text[]) AS new (listing)
            ORDER BY new.listing
            ON CONFLICT ON CONSTRAINT listing_once DO NOTHING""";

    private static final String LOCK = """
            SELECT listing, version, venue_hold FROM listing
            WHERE workspace = ? AND listing = ANY (?::text[])
            ORDER BY listing
            FOR UPDATE""";

    static Pipeline.Answer<Row> lock(Pipeline pipeline, String workspace,
            Collection<String> listings) {
        String[] ids = new TreeSet<>(listings).toArray(new String[0]);
        pipeline.update(MAKE, workspace, ids);
        return pipeline.query(
                LOCK,
                row -> new Row(row.getString(1), row.getLong(2),
                        Optional.ofNullable(row.getString(3))),
                workspace, ids);
    }

    private static final String CHANGE = """
            WITH changed AS (
                UPDATE listing SET version = new.version, venue_hold = new.venue_hold
                FROM unnest(?::text[], ?::bigint[], ?::text[])
                     AS new (listing, version, venue_hold)
                CROSS JOIN LATERAL (
                    SELECT same.ctid, same.workspace FROM listing AS same
                    WHERE same.workspace = ? AND same.listing = new.listing
                      AND same.version = new.version - 1
                    OFFSET 0) AS found
                WHERE listing.ctid = found.ctid AND listing.workspace = found.workspace
                RETURNING 1)
            SELECT as_decided('listings', count(*), ?) FROM changed""";

    /// Each listing has this version and this booking of a hall from now on.
    static void change(Pipeline pipeline, String workspace, List<Row> rows) {
        ColumnArrays columns = new ColumnArrays(3);
        rows.forEach(row -> columns.row(row.listing, row.version, row.venueHold.orElse(null)));
        pipeline.update(CHANGE, columns.before(workspace, columns.rows()));
    }

    private static final String VERSIONS = """
            SELECT listing, version FROM listing
            WHERE workspace = ? AND listing = ANY (?::text[])""";

    /// Asks for the versions of what these labels name. The statement comes after the locks.
    static Compared compare(Pipeline pipeline, String workspace,
            Collection<RequestOptions> labels) {
        Map<String, Long> versions = new HashMap<>();
        Set<String> named = new TreeSet<>();
        labels.forEach(label -> label.listings().forEach(each -> named.add(each.listing())));
        if (!named.isEmpty()) {
            pipeline.query(VERSIONS, row -> versions.put(row.getString(1), row.getLong(2)) == null,
                    workspace, named.toArray(new String[0]));
        }
        return new Compared(versions);
    }

    /// The versions that listings have, once the trip is made.
    record Compared(Map<String, Long> versions) {

        /// The listings that have another version than the label names.
        Optional<Refusal.Outdated> outdated(RequestOptions label) {
            List<String> outdated = label.listings().stream()
                    .filter(each -> versions.getOrDefault(each.listing(), 0L) != each.version())
                    .map(ListingVersion::listing).distinct().toList();
            return outdated.isEmpty()
                    ? Optional.empty() : Optional.of(new Refusal.Outdated(outdated));
        }
    }

    private static final String AS_NAMED = """
            SELECT as_decided('listings', count(*), ?)
            FROM unnest(?::text[], ?::bigint[]) AS named (listing, version)
            CROSS JOIN LATERAL (
                SELECT FROM listing AS same
                WHERE same.workspace = ? AND same.listing = named.listing
                  AND same.version = named.version
                OFFSET 0) AS found""";

    /// Undoes the trip where one of the listings that these labels name has another version.
    static void asNamed(Pipeline pipeline, String workspace, Collection<RequestOptions> labels) {
        Set<ListingVersion> named = new HashSet<>();
        labels.forEach(label -> named.addAll(label.listings()));
        if (named.isEmpty()) {
            return;
        }
        ColumnArrays columns = new ColumnArrays(2);
        named.forEach(each -> columns.row(each.listing(), each.version()));
        pipeline.update(AS_NAMED, columns.between(columns.rows(), workspace));
    }
}
