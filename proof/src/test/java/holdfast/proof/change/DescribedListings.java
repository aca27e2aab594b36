package holdfast.proof.change;

import holdfast.ChangeOutcome;
import holdfast.Inventory;
import holdfast.ListingChange;
import holdfast.VenueTime;
import holdfast.Withdrawal;
import holdfast.change.ChangePlan;
import holdfast.change.Changes;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// A caller's own table of descriptions, written in the same transaction as what is on sale. A
/// change locks the descriptions first, as a server locks its catalogue.
final class DescribedListings {
    private final Changes engine;
    private final DataSource source;
    private final String workspace;

    DescribedListings(Changes engine, DataSource source, String workspace) {
        this.engine = engine;
        this.source = source;
        this.workspace = workspace;
    }

    static final String MAKE = """
            CREATE TABLE IF NOT EXISTS described (
                listing text PRIMARY KEY, version bigint NOT NULL, words text NOT NULL)""";

    private static final String LOCK = """
            SELECT pg_advisory_xact_lock(7)""";

    private static final String WRITE = """
            INSERT INTO described (listing, version, words) VALUES (?, ?, ?)
            ON CONFLICT (listing) DO UPDATE SET version = excluded.version, words = excluded.words
            """;

    private static final String READ = """
            SELECT version || ' ' || words FROM described WHERE listing = ?""";

    /// A change of one listing that puts these inventories on sale.
    static ListingChange listing(String listing, long version, Inventory... offers) {
        return new ListingChange(
                listing, version, List.of(offers), List.of(), new VenueTime.Keep());
    }

    static ListingChange without(ListingChange change, Withdrawal... withdrawals) {
        return new ListingChange(change.listing(), change.version(), change.offers(),
                List.of(withdrawals), change.venueTime());
    }

    static ListingChange at(ListingChange change, VenueTime time) {
        return new ListingChange(change.listing(), change.version(), change.offers(),
                change.withdrawals(), time);
    }

    ChangeOutcome change(String words, ListingChange... changes) {
        return engine.change(workspace, (tx, tries) -> {
            Pipeline pipeline = tx.pipeline();
            pipeline.query(LOCK, row -> true);
            pipeline.run();
            return plan(words, changes);
        });
    }

    static ChangePlan<ChangeOutcome> plan(String words, ListingChange... changes) {
        return new ChangePlan.Change<>(Arrays.asList(changes), (pipeline, at) -> {
            for (ListingChange each : changes) {
                pipeline.update(WRITE, each.listing(), each.version(), words);
            }
        }, outcome -> outcome);
    }

    /// The version and the words of a description, read on another connection.
    Optional<String> read(String listing) {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<String> words = pipeline.query(READ, row -> row.getString(1), listing);
            pipeline.run();
            return new ArrayList<>(words.rows()).stream().findFirst();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
