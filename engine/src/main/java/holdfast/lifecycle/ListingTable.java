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

/// Reads and writes the rows of listings, and compares them with the versions that requests name.
///
/// A request compares after it has locked its inventories, without a lock on the row of the
/// listing: a change keeps the locks of the inventories until it commits, so that the next
/// statement after a wait for them sees the change.
final class ListingTable {
    private ListingTable() {}

    /// The locked row of a listing. Version 0 means that it was never described.
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

    /// Writes the new version and the booking of a hall of each listing.
    static void change(Pipeline pipeline, String workspace, List<Row> rows) {
        ColumnArrays columns = new ColumnArrays(3);
        rows.forEach(row -> columns.row(row.listing, row.version, row.venueHold.orElse(null)));
        pipeline.update(CHANGE, columns.before(workspace, columns.rows()));
    }

    private static final String VERSIONS = """
            SELECT listing, version FROM listing
            WHERE workspace = ? AND listing = ANY (?::text[])""";

    /// Reads the versions of the listings that these options name. It must come after the locks.
    static Compared compare(Pipeline pipeline, String workspace,
            Collection<RequestOptions> labels) {
        Map<String, Long> versions = new HashMap<>();
        Set<String> named = new TreeSet<>();
        labels.forEach(options -> options.listings().forEach(each -> named.add(each.listing())));
        if (!named.isEmpty()) {
            pipeline.query(VERSIONS, row -> versions.put(row.getString(1), row.getLong(2)) == null,
                    workspace, named.toArray(new String[0]));
        }
        return new Compared(versions);
    }

    /// The versions of the listings, once the pipeline has run.
    record Compared(Map<String, Long> versions) {

        /// The listings that have another version than the options name.
        Optional<Refusal.Outdated> outdated(RequestOptions options) {
            List<String> outdated = options.listings().stream()
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

    /// Makes the pipeline fail where a listing has another version than these options name.
    static void asNamed(Pipeline pipeline, String workspace, Collection<RequestOptions> labels) {
        Set<ListingVersion> named = new HashSet<>();
        labels.forEach(options -> named.addAll(options.listings()));
        if (named.isEmpty()) {
            return;
        }
        ColumnArrays columns = new ColumnArrays(2);
        named.forEach(each -> columns.row(each.listing(), each.version()));
        pipeline.update(AS_NAMED, columns.between(columns.rows(), workspace));
    }
}
