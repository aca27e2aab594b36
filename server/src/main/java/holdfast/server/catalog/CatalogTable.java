package holdfast.server.catalog;

import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The table of catalogue entries: reads rows by their numbers, and writes them inside a change of
/// what is on sale.
final class CatalogTable {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogTable.class);
    private final Reads reads;

    CatalogTable(DataSource source) {
        this.reads = new Each(source);
    }

    /// Reads within the caller's transaction.
    CatalogTable(Transaction tx) {
        this.reads = new Within(tx);
    }

    @FunctionalInterface
    private interface Reading<T> {
        T from(Transaction tx) throws SQLException;
    }

    private sealed interface Reads {
        <T> T read(Reading<T> reading) throws SQLException;
    }

    private static final class Each implements Reads {
        private final DataSource source;

        Each(DataSource source) {
            this.source = source;
        }

        @Override
        public <T> T read(Reading<T> reading) throws SQLException {
            try (Transaction tx = Transaction.begin(source)) {
                return reading.from(tx);
            }
        }
    }

    private static final class Within implements Reads {
        private final Transaction tx;

        Within(Transaction tx) {
            this.tx = tx;
        }

        @Override
        public <T> T read(Reading<T> reading) throws SQLException {
            return reading.from(tx);
        }
    }

    /// A row of the catalogue: the number of the change, and the version that it made. A row that
    /// cannot be read is skipped and reported, and the rest is read.
    record Line(String workspace, long number, Optional<Versioned<CatalogEntry>> stored) {}

    private static final String BEGIN = """
            INSERT INTO catalog (workspace, changes) VALUES (?, 0)
            ON CONFLICT ON CONSTRAINT catalog_once DO NOTHING""";

    private static final String LOCK = """
            SELECT changes FROM catalog WHERE workspace = ? FOR UPDATE""";

    /// Locks the workspace's catalogue until the transaction ends, which serializes the changes of
    /// one workspace. Returns the number of the last change.
    static long lock(Transaction tx, String workspace) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        pipeline.update(BEGIN, workspace);
        Pipeline.Answer<Long> changes = pipeline.query(LOCK, row -> row.getLong(1), workspace);
        pipeline.run();
        return changes.only();
    }

    private static final String COUNT = """
            WITH counted AS (
                UPDATE catalog SET changes = ? WHERE workspace = ? RETURNING 1)
            SELECT as_decided('catalogues', count(*), 1) FROM counted""";

    private static final String WRITE = """
            INSERT INTO catalog_entry (workspace, entry, version, number, kind, state, definition,
                               at, author, attempt)
            SELECT ?, new.entry, new.version, new.number, new.kind, new.state, new.definition, ?,
                   ?, ?
            FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[])
                 AS new (entry, version, number, kind, state, definition)""";

    /// Adds the next versions to a transaction that holds the catalogue's lock.
    static void write(Pipeline pipeline, ChangeAuthor author, List<Draft> drafts, Instant at) {
        ColumnArrays columns = new ColumnArrays(6);
        long number = author.number();
        for (Draft draft : drafts) {
            columns.row(draft.id(), draft.version(), ++number, draft.entry().kind().word(),
                    draft.listed() ? "listed" : "withdrawn", draft.definition());
        }
        pipeline.update(COUNT, number, author.workspace());
        pipeline.update(WRITE,
                columns.after(author.workspace(), at, author.author(), author.attempt()));
    }

    private static final String OWN = """
            SELECT workspace, number, entry, version, kind, definition, state, at, author
            FROM catalog_entry WHERE workspace = ? AND number > ? AND attempt = ?
            ORDER BY number""";

    /// What an earlier attempt of the same change wrote, whose reply was lost.
    static List<Versioned<CatalogEntry>> own(Transaction tx, ChangeAuthor author)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Line> lines =
                pipeline.query(OWN, CatalogTable::line, author.workspace(), author.number(),
                        author.attempt());
        pipeline.run();
        return lines.rows().stream().flatMap(line -> line.stored().stream()).toList();
    }

    private static final String COUNTS = """
            SELECT workspace, changes FROM catalog""";

    record Count(String workspace, long changes) {}

    List<Count> counts() throws SQLException {
        return reads.read(tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Count> counts = pipeline.query(
                    COUNTS, row -> new Count(row.getString(1), row.getLong(2)));
            pipeline.run();
            return counts.rows();
        });
    }

    private static final String AFTER = """
            SELECT workspace, number, entry, version, kind, definition, state, at, author
            FROM catalog_entry WHERE workspace = ? AND number > ? ORDER BY number LIMIT 500""";

    /// All rows after a number.
    static List<Line> after(Transaction tx, String workspace, long number) throws SQLException {
        List<Line> all = new ArrayList<>();
        long last = number;
        while (true) {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Line> lines =
                    pipeline.query(AFTER, CatalogTable::line, workspace, last);
            pipeline.run();
            if (lines.rows().isEmpty()) {
                return all;
            }
            all.addAll(lines.rows());
            last = all.getLast().number();
        }
    }

    List<Line> after(String workspace, long number) throws SQLException {
        return reads.read(tx -> after(tx, workspace, number));
    }

    private static final String VERSION = """
            SELECT workspace, number, entry, version, kind, definition, state, at, author
            FROM catalog_entry WHERE workspace = ? AND entry = ? AND version = ?""";

    Optional<Versioned<CatalogEntry>> version(String workspace, String id, long version)
            throws SQLException {
        return reads.read(tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Line> lines =
                    pipeline.query(VERSION, CatalogTable::line, workspace, id, version);
            pipeline.run();
            return lines.rows().stream().flatMap(line -> line.stored().stream()).findFirst();
        });
    }

    private static final String VERSIONS = """
            SELECT workspace, number, entry, version, kind, definition, state, at, author
            FROM catalog_entry WHERE workspace = ? AND entry = ? ORDER BY version LIMIT 1000""";

    List<Versioned<CatalogEntry>> versions(String workspace, String id) throws SQLException {
        return reads.read(tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Line> lines =
                    pipeline.query(VERSIONS, CatalogTable::line, workspace, id);
            pipeline.run();
            return lines.rows().stream().flatMap(line -> line.stored().stream()).toList();
        });
    }

    private static final String LATEST = """
            SELECT DISTINCT ON (entry)
                   workspace, number, entry, version, kind, definition, state, at, author
            FROM catalog_entry WHERE workspace = ?
            ORDER BY entry, version DESC""";

    /// The latest version of each entry, by id, without caching them.
    static void latest(Transaction tx, String workspace, Catalog.Latest latest)
            throws SQLException {
        tx.each(LATEST, row -> latest.is(
                row.getString(3), row.getLong(4), line(row).stored()), workspace);
    }

    private static final String KEPT = """
            SELECT EXISTS (SELECT 1 FROM catalog WHERE workspace = ?)""";

    /// Whether the workspace has a catalogue.
    static boolean any(Transaction tx, String workspace) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Boolean> kept = pipeline.query(KEPT, row -> row.getBoolean(1), workspace);
        pipeline.run();
        return kept.only();
    }

    private static final String MISSING = """
            SELECT wanted.stamp FROM unnest(?::text[]) AS wanted (stamp)
            LEFT JOIN catalog_entry
              ON catalog_entry.workspace = ?
             AND catalog_entry.entry || '@' || catalog_entry.version = wanted.stamp
            WHERE catalog_entry.entry IS NULL
            ORDER BY wanted.stamp""";

    /// The stamps, as in `evt_1@3`, without a version in the table.
    static List<String> missing(Transaction tx, String workspace, Collection<String> stamps)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<String> missing = pipeline.query(MISSING, row -> row.getString(1),
                stamps.toArray(new String[0]), workspace);
        pipeline.run();
        return missing.rows();
    }

    private static Line line(ResultSet row) throws SQLException {
        String workspace = row.getString(1);
        long number = row.getLong(2);
        String id = row.getString(3);
        long version = row.getLong(4);
        try {
            return new Line(workspace, number, Optional.of(new Versioned<>(
                    id, version, Definitions.read(row.getString(5), row.getString(6)),
                    row.getString(7).equals("listed"), Rows.certainly(row, 8),
                    row.getString(9))));
        } catch (RuntimeException unreadable) {
            LOG.error("Version {} of {} in workspace {} cannot be read and is left out: {}",
                    version, id, workspace, unreadable.getMessage());
            return new Line(workspace, number, Optional.empty());
        }
    }
}
