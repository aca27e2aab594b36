package holdfast.bench.sale;

import holdfast.HoldfastCommands;
import holdfast.Inventory;
import holdfast.OfferOutcome;
import holdfast.bench.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/// Prepares sales: inventories that the engine offered once, in a workspace of their own, are
/// copied row by row into a new workspace for each run, so every way of holding begins with the
/// same rows.
public final class SaleSetup {
    private final Field field;
    private final String pattern;
    private final AtomicInteger sales = new AtomicInteger();

    private SaleSetup(Field field) {
        this.field = field;
        this.pattern = field.word() + "-pattern";
    }

    public static SaleSetup of(HoldfastCommands engine, Field field) {
        SaleSetup stage = new SaleSetup(field);
        try (ExecutorService several = Executors.newFixedThreadPool(4)) {
            List<Future<OfferOutcome>> offers = new ArrayList<>();
            for (Inventory inventory : field.pattern()) {
                offers.add(several.submit(() -> engine.offer(stage.pattern, inventory)));
            }
            for (Future<OfferOutcome> offer : offers) {
                if (!(offer.get() instanceof OfferOutcome.Offered)) {
                    throw new IllegalStateException("not offered: " + offer.get());
                }
            }
            return stage;
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private static final String WORKSPACE = """
            INSERT INTO workspace (workspace, made_at)
            SELECT ?, made_at FROM workspace WHERE workspace = ?""";

    private static final String POOLS = """
            INSERT INTO pool (workspace, pool, version, stamp, offered, purpose, inside, capacity,
                              taken)
            SELECT ?, pool, version, stamp, offered, purpose, inside, capacity, taken
            FROM pool WHERE workspace = ?""";

    private static final String CALENDARS = """
            INSERT INTO calendar (workspace, calendar, version, stamp, offered, lanes, hours)
            SELECT ?, calendar, version, stamp, offered, lanes, hours
            FROM calendar WHERE workspace = ?""";

    private static final String SEAT_MAPS = """
            INSERT INTO seat_map (workspace, seat_map, version, stamp, offered, seats, digest)
            SELECT ?, ? || copy, version, stamp, offered, seats, digest
            FROM seat_map, generate_series(1, ?) AS copy WHERE workspace = ?""";

    private static final String SEATS = """
            INSERT INTO seat (workspace, seat_map, number, seat, seat_row, accessible, rank)
            SELECT ?, ? || copy, number, seat, seat_row, accessible, rank
            FROM seat, generate_series(1, ?) AS copy WHERE workspace = ?
            ORDER BY copy, number""";

    private static final String JOURNAL = """
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, claim)
            SELECT ?, kind, inventory, version, at, verb, effect, claim
            FROM journal WHERE workspace = ? AND kind <> 'seats'""";

    private static final String JOURNAL_OF_SEATS = """
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, claim)
            SELECT ?, kind, ? || copy, version, at, verb, effect, claim
            FROM journal, generate_series(1, ?) AS copy WHERE workspace = ? AND kind = 'seats'""";

    // Inventories exist long before a sale, so all statements are planned with their statistics.
    private static final String KNOWN = """
            ANALYZE pool, calendar, seat_map, seat""";

    // Every run begins alike: after a checkpoint no page is dirty, and all write them anew.
    private static final String CHECKPOINT = """
            CHECKPOINT""";

    /// Makes a new workspace with everything in it, and returns its name.
    public String workspace(DataSource source, String way, int copies) throws SQLException {
        String workspace = field.word() + "-" + way + "-" + sales.incrementAndGet();
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            Statements.change(connection, WORKSPACE, workspace, pattern);
            Statements.change(connection, POOLS, workspace, pattern);
            Statements.change(connection, CALENDARS, workspace, pattern);
            Statements.change(connection, SEAT_MAPS, workspace, HallSale.MAP, copies, pattern);
            Statements.change(connection, SEATS, workspace, HallSale.MAP, copies, pattern);
            Statements.change(connection, JOURNAL, workspace, pattern);
            Statements.change(connection, JOURNAL_OF_SEATS, workspace, HallSale.MAP, copies,
                    pattern);
            connection.commit();
            connection.setAutoCommit(true);
            Statements.change(connection, KNOWN);
            Statements.change(connection, CHECKPOINT);
            return workspace;
        }
    }
}
