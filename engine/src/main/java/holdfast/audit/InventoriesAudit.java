package holdfast.audit;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rebuilds every inventory from its journal and compares the result with the tables.
final class InventoriesAudit {
    private static final String SAME = "the journal rebuilds the tables";
    private static final String SEATS_THERE = "a map's seats are there";
    private static final String SEATS_KEY = "seats ";

    private final Transaction tx;
    private final String workspace;
    private final AuditFindings findings;
    private final Map<String, Row> rows = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final ArchivedGaps archived;
    private long lines;
    private @Nullable RebuiltInventory current;

    /// @param definition its definition in the journal's notation; null for a customer's limit
    private record Row(long version, @Nullable String definition) {}

    InventoriesAudit(Transaction tx, String workspace, AuditFindings findings) {
        this.tx = tx;
        this.workspace = workspace;
        this.findings = findings;
        this.archived = new ArchivedGaps(tx, workspace);
    }

    long lines() {
        return lines;
    }

    /// The number of inventories of a kind.
    long count(String kind) {
        return rows.keySet().stream().filter(key -> key.startsWith(kind + " ")).count();
    }

    private static final String ROWS = """
            SELECT 'capacity ' || pool, version,
                   CASE purpose WHEN 'capacity' THEN
                       'pool ' || capacity || ' ' || coalesce(inside, '-')
                       || CASE WHEN offered THEN ' offered' ELSE ' withdrawn' END END
            FROM pool WHERE workspace = ?
            UNION ALL
            SELECT 'seats ' || seat_map, version,
                   CASE WHEN offered THEN 'seatmap offered ' ELSE 'seatmap withdrawn ' END
                   || digest
            FROM seat_map WHERE workspace = ?
            UNION ALL
            SELECT 'time ' || calendar, version,
                   CASE WHEN offered THEN 'calendar offered ' ELSE 'calendar withdrawn ' END
                   || lanes || ' ' || coalesce(hours, '')
            FROM calendar WHERE workspace = ?""";

    private static final String JOURNAL = """
            SELECT kind, inventory, version, verb, effect, hold, hold_version, until, claim, note
            FROM journal WHERE workspace = ?
            ORDER BY kind, inventory, version""";

    void check() throws SQLException {
        Pipeline pipeline = tx.pipeline();
        pipeline.query(ROWS, row -> rows.put(row.getString(1),
                new Row(row.getLong(2), row.getString(3))) == null,
                workspace, workspace, workspace);
        pipeline.run();
        tx.each(JOURNAL, this::line, workspace);
        finish();
        rows.forEach((key, row) -> {
            if (row.version > 0 && !seen.contains(key)) {
                findings.add(SAME, key,
                        "version " + row.version + ", and the journal has nothing");
            }
        });
        seats();
    }

    /// Compares the digest in each map's row with the rows of its seats.
    private void seats() throws SQLException {
        Map<String, String> digests = SeatRows.read(tx, workspace);
        rows.forEach((key, row) -> {
            String definition = row.definition;
            if (definition == null || row.version == 0 || !key.startsWith(SEATS_KEY)) {
                return;
            }
            String digest = digests.get(key.substring(SEATS_KEY.length()));
            if (digest == null) {
                findings.add(SEATS_THERE, key, "there is none");
            } else if (!definition.endsWith(" " + digest)) {
                findings.add(SEATS_THERE, key, "they are others than its row says");
            }
        });
    }

    private void line(ResultSet row) throws SQLException {
        lines++;
        Optional<AuditedLine> line = AuditedLine.read(row, findings);
        if (line.isPresent()) {
            apply(line.get());
        }
    }

    private void apply(AuditedLine line) throws SQLException {
        AuditedLine.Place place = line.place();
        RebuiltInventory at = current;
        if (at == null || !at.kind.equals(place.kind())
                || !at.inventory.equals(place.inventory())) {
            finish();
            at = new RebuiltInventory(
                    place.kind(), place.inventory(), archived, findings);
            current = at;
        }
        at.apply(line);
    }

    private void finish() throws SQLException {
        RebuiltInventory done = current;
        if (done == null) {
            return;
        }
        String key = done.kind + " " + done.inventory;
        seen.add(key);
        Row row = rows.get(key);
        if (row == null || !done.endsAt(row.version)) {
            findings.add(SAME, key, "the journal ends at " + done.version() + ", the table "
                    + (row == null ? "has none" : "at " + row.version));
        }
        if (row != null && row.definition != null) {
            String definition = row.definition;
            done.definition().filter(said -> !said.equals(definition)).ifPresent(
                    said -> findings.add(SAME, key, "the journal says " + AuditFindings.brief(said)
                            + ", the table " + AuditFindings.brief(definition)));
        }
        compare(done, key);
    }

    private static final String PLACES = """
            SELECT hold, item, quantity::text, state, until FROM pool_claim
            WHERE workspace = ? AND pool = ?""";

    private static final String SEATS = """
            SELECT hold, item, seat, state, until FROM seat_claim
            WHERE workspace = ? AND seat_map = ?""";

    private static final String TIMES = """
            SELECT hold, item,
                   lane || ' ' || to_char(lower(period) AT TIME ZONE 'UTC',
                                          'YYYY-MM-DD"T"HH24:MI:SS.US')
                        || ' ' || to_char(upper(period) AT TIME ZONE 'UTC',
                                          'YYYY-MM-DD"T"HH24:MI:SS.US'),
                   state, until
            FROM time_claim WHERE workspace = ? AND calendar = ?""";

    private void compare(RebuiltInventory done, String key) throws SQLException {
        String sql = switch (done.kind) {
            case "capacity" -> PLACES;
            case "seats" -> SEATS;
            default -> TIMES;
        };
        Map<String, AuditedClaim> expected = new HashMap<>(done.claims());
        tx.each(sql, row -> {
            AuditedClaim found = new AuditedClaim(row.getString(1), row.getInt(2), row.getString(3),
                    row.getString(4), Rows.moment(row, 5));
            AuditedClaim inJournal = expected.remove(found.key());
            if (inJournal == null) {
                findings.add(SAME, key, "the journal does not know " + found);
            } else if (!inJournal.state().equals(found.state())
                    || !Objects.equals(inJournal.until(), found.until())) {
                findings.add(SAME, key, "the journal says " + inJournal + ", the table " + found);
            }
        }, workspace, done.inventory);
        expected.values()
                .forEach(inJournal -> findings.add(SAME, key,
                        "the table does not have " + inJournal));
    }
}
