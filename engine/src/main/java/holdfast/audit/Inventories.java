package holdfast.audit;

import holdfast.postgres.Rows;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rebuilds every inventory from its journal and compares the end with the tables.
final class Inventories {
    private static final String SAME = "the journal rebuilds the tables";

    private final Tx tx;
    private final String workspace;
    private final Findings findings;
    private final Map<String, Long> versions = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private long lines;
    private @Nullable Rebuilt current;

    Inventories(Tx tx, String workspace, Findings findings) {
        this.tx = tx;
        this.workspace = workspace;
        this.findings = findings;
    }

    long lines() {
        return lines;
    }

    /// How many inventories of a kind there are.
    long count(String kind) {
        return versions.keySet().stream().filter(key -> key.startsWith(kind + " ")).count();
    }

    private static final String VERSIONS = """
            SELECT 'capacity ' || pool, version FROM pool WHERE workspace = ?
            UNION ALL
            SELECT 'seats ' || seat_map, version FROM seat_map WHERE workspace = ?
            UNION ALL
            SELECT 'time ' || calendar, version FROM calendar WHERE workspace = ?""";

    private static final String JOURNAL = """
            SELECT kind, inventory, version, verb, effect, hold, hold_version, until, claim, note
            FROM journal WHERE workspace = ?
            ORDER BY kind, inventory, version""";

    void check() throws SQLException {
        Trip trip = tx.trip();
        trip.ask(VERSIONS, row -> versions.put(row.getString(1), row.getLong(2)) == null,
                workspace, workspace, workspace);
        trip.go();
        tx.each(JOURNAL, this::line, workspace);
        finish();
        versions.forEach((key, version) -> {
            if (version > 0 && !seen.contains(key)) {
                findings.add(SAME, key, "version " + version + ", and the journal has nothing");
            }
        });
    }

    private void line(ResultSet row) throws SQLException {
        JournalLine line = JournalLine.read(row);
        lines++;
        JournalLine.Place place = line.place();
        Rebuilt at = current;
        if (at == null || !at.kind.equals(place.kind())
                || !at.inventory.equals(place.inventory())) {
            finish();
            at = new Rebuilt(place.kind(), place.inventory(), findings);
            current = at;
        }
        at.apply(line);
    }

    private void finish() throws SQLException {
        Rebuilt done = current;
        if (done == null) {
            return;
        }
        String key = done.kind + " " + done.inventory;
        seen.add(key);
        Long version = versions.get(key);
        if (version == null || version != done.version()) {
            findings.add(SAME, key,
                    "the journal ends at " + done.version() + ", the table at " + version);
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

    private void compare(Rebuilt done, String key) throws SQLException {
        String sql = switch (done.kind) {
            case "capacity" -> PLACES;
            case "seats" -> SEATS;
            default -> TIMES;
        };
        Map<String, Claimed> expected = new HashMap<>(done.claims());
        tx.each(sql, row -> {
            Claimed found = new Claimed(row.getString(1), row.getInt(2), row.getString(3),
                    row.getString(4), Rows.moment(row, 5));
            Claimed told = expected.remove(found.key());
            if (told == null) {
                findings.add(SAME, key, "the journal does not know " + found);
            } else if (!told.state().equals(found.state())
                    || !Objects.equals(told.until(), found.until())) {
                findings.add(SAME, key, "the journal says " + told + ", the table " + found);
            }
        }, workspace, done.inventory);
        expected.values().forEach(told ->
                findings.add(SAME, key, "the table does not have " + told));
    }
}
