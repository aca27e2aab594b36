package holdfast.proof.history;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.ChangeOutcome;
import holdfast.Inventory;
import holdfast.ListingChange;
import holdfast.VenueTime;
import holdfast.change.ChangePlan;
import holdfast.database.Pool;
import holdfast.database.PoolOptions;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.postgres.Pipeline;
import holdfast.proof.history.FaultyProxy.Accident;
import holdfast.testkit.Scratch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Cuts the connection of a change around its COMMIT: the retry's plan learns from the caller's own
/// rows whether the change happened, and the caller gets one answer.
class ChangeWireTest {
    private static final String MAKE = """
            CREATE TABLE described (listing text PRIMARY KEY, attempt text NOT NULL)""";
    private static final String LOCK = """
            SELECT pg_advisory_xact_lock(7)""";
    private static final String FIND = """
            SELECT attempt FROM described WHERE listing = ?""";
    private static final String WRITE = """
            INSERT INTO described (listing, attempt) VALUES (?, ?)""";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    @ParameterizedTest
    @EnumSource(Accident.class)
    void givesOneAnswerForEachFault(Accident accident) {
        scratch.database().run(MAKE);
        try (FaultyProxy wire = new FaultyProxy(scratch.database().address());
                Pool pool = Pool.open(wire.address(), PoolOptions.defaults().withSize(3));
                Engine engine = Engine.open(pool.dataSource(), Limits.usual())) {
            for (int round = 0; round < 4; round++) {
                String listing = "show" + round;
                List<Integer> plans = new ArrayList<>();
                wire.next(accident);
                String answer = change(engine, listing, plans);
                boolean found = accident == Accident.AFTER_COMMIT;
                if (accident != Accident.WITH_COMMIT) {
                    assertThat(answer).isEqualTo(found ? "found" : "changed");
                }
                assertThat(plans).startsWith(0);
                assertThat(plans.size() > 1).isEqualTo(accident != Accident.NONE);
                assertThat(engine.freePlaces("theatre", "floor" + round)).isPresent();
                assertThat(change(engine, listing, plans)).isEqualTo("found");
            }
        }
    }

    private static String change(Engine engine, String listing, List<Integer> plans) {
        return engine.change("theatre", (tx, tries) -> {
            plans.add(tries);
            Pipeline pipeline = tx.pipeline();
            pipeline.query(LOCK, row -> true);
            Pipeline.Answer<String> found = pipeline.query(FIND, row -> row.getString(1), listing);
            pipeline.run();
            if (!found.rows().isEmpty()) {
                return new ChangePlan.Answer<>("found");
            }
            ListingChange change = new ListingChange(listing, 1,
                    List.of(new Inventory.Pool(listing.replace("show", "floor"), 5)), List.of(),
                    new VenueTime.Keep());
            return new ChangePlan.Change<>(List.of(change),
                    (writes, at) -> writes.update(WRITE, listing, "once"),
                    outcome -> outcome instanceof ChangeOutcome.Changed
                            ? "changed" : outcome.toString());
        });
    }
}
