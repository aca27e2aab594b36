package holdfast.server.catalog;

import holdfast.postgres.Rows;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// The rows of things. A change is one transaction: it takes the catalogue's next number, which
/// holds everybody else up, sees whether the version is still the one that was read, and writes
/// the next one.
final class Things {
    private final DataSource source;

    Things(DataSource source) {
        this.source = source;
    }

    /// A line of the catalogue: the so-and-so-many-eth change, and what it made.
    record Line(String workspace, long number, Stored<Thing> stored) {}

    private static final String BEGIN = """
            INSERT INTO catalog (workspace, changes) VALUES (?, 0)
            ON CONFLICT ON CONSTRAINT catalog_once DO NOTHING""";

    private static final String NEXT = """
            UPDATE catalog SET changes = changes + 1 WHERE workspace = ?
            RETURNING changes, the_clock()""";

    private static final String LATEST = """
            SELECT version FROM thing WHERE workspace = ? AND thing = ?
            ORDER BY version DESC LIMIT 1""";

    private static final String WRITE = """
            INSERT INTO thing (workspace, thing, version, number, kind, state, definition, at,
                               author)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private record Turn(long number, java.time.Instant at) {}

    /// What is to be written.
    ///
    /// @param seen the version that the author has seen; 0 when the thing is new
    record Change(String id, long seen, Thing thing, boolean listed, String author) {}

    /// Writes the next version, or nothing when somebody else has written it.
    Optional<Line> write(String workspace, Change change) throws SQLException {
        try (Tx tx = Tx.begin(source)) {
            Trip trip = tx.trip();
            trip.tell(BEGIN, workspace);
            Trip.Answer<Turn> turn = trip.ask(NEXT,
                    row -> new Turn(row.getLong(1), Rows.certainly(row, 2)), workspace);
            Trip.Answer<Long> latest = trip.ask(
                    LATEST, row -> row.getLong(1), workspace, change.id());
            trip.go();
            long version = latest.rows().stream().findFirst().orElse(0L);
            if (version != change.seen()) {
                return Optional.empty();
            }
            Stored<Thing> stored = new Stored<>(
                    change.id(), version + 1, change.thing(), change.listed(), turn.only().at(),
                    change.author());
            Trip write = tx.trip();
            write.tell(WRITE, workspace, change.id(), version + 1, turn.only().number(),
                    change.thing().kind().word(), change.listed() ? "listed" : "withdrawn",
                    Definitions.text(change.thing()), turn.only().at(), change.author());
            tx.commit(write);
            return Optional.of(new Line(workspace, turn.only().number(), stored));
        }
    }

    private static final String COUNTS = """
            SELECT workspace, changes FROM catalog""";

    record Count(String workspace, long changes) {}

    List<Count> counts() throws SQLException {
        try (Tx tx = Tx.begin(source)) {
            Trip trip = tx.trip();
            Trip.Answer<Count> counts = trip.ask(
                    COUNTS, row -> new Count(row.getString(1), row.getLong(2)));
            trip.go();
            return counts.rows();
        }
    }

    private static final String COUNT = """
            SELECT changes FROM catalog WHERE workspace = ?""";

    long count(String workspace) throws SQLException {
        try (Tx tx = Tx.begin(source)) {
            Trip trip = tx.trip();
            Trip.Answer<Long> count = trip.ask(COUNT, row -> row.getLong(1), workspace);
            trip.go();
            return count.rows().stream().findFirst().orElse(0L);
        }
    }

    private static final String AFTER = """
            SELECT workspace, number, thing, version, kind, definition, state, at, author
            FROM thing WHERE workspace = ? AND number > ? ORDER BY number LIMIT 500""";

    List<Line> after(String workspace, long number) throws SQLException {
        try (Tx tx = Tx.begin(source)) {
            Trip trip = tx.trip();
            Trip.Answer<Line> lines = trip.ask(AFTER, Things::line, workspace, number);
            trip.go();
            return lines.rows();
        }
    }

    private static final String VERSION = """
            SELECT workspace, number, thing, version, kind, definition, state, at, author
            FROM thing WHERE workspace = ? AND thing = ? AND version = ?""";

    Optional<Line> version(String workspace, String id, long version) throws SQLException {
        try (Tx tx = Tx.begin(source)) {
            Trip trip = tx.trip();
            Trip.Answer<Line> lines = trip.ask(VERSION, Things::line, workspace, id, version);
            trip.go();
            return lines.rows().stream().findFirst();
        }
    }

    private static final String VERSIONS = """
            SELECT workspace, number, thing, version, kind, definition, state, at, author
            FROM thing WHERE workspace = ? AND thing = ? ORDER BY version LIMIT 1000""";

    List<Line> versions(String workspace, String id) throws SQLException {
        try (Tx tx = Tx.begin(source)) {
            Trip trip = tx.trip();
            Trip.Answer<Line> lines = trip.ask(VERSIONS, Things::line, workspace, id);
            trip.go();
            return lines.rows();
        }
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(row.getString(1), row.getLong(2), new Stored<>(
                row.getString(3), row.getLong(4),
                Definitions.read(row.getString(5), row.getString(6)),
                row.getString(7).equals("listed"), Rows.certainly(row, 8), row.getString(9)));
    }
}
