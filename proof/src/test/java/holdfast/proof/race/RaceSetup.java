package holdfast.proof.race;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Claim;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.JournalLine;
import holdfast.Kind;
import holdfast.OfferOutcome;
import holdfast.engine.Limits;
import holdfast.testkit.Race;
import holdfast.testkit.Scratch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The set-up of the races: one database, one engine that batches and one that decides requests one
/// by one. Racers alternate between them. Chance is drawn from a seed that is printed;
/// `-Drace.seed=…` draws the same again.
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class RaceSetup {
    static final String HERE = "theatre";
    static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final int ENOUGH = 100_000;

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    private final long seed = Long.getLong("race.seed", System.nanoTime());
    final Random random = new Random(seed);
    private List<Holdfast> engines = List.of();

    @BeforeEach
    void announce(TestInfo info) {
        System.out.println("race " + info.getDisplayName() + ", -Drace.seed=" + seed);
        engines = List.of(scratch.engine(), scratch.open(Limits.usual().batch(1)));
    }

    /// The first engine for even racers, the second for odd ones.
    Holdfast engine(int racer) {
        return engines.get(racer % 2);
    }

    void offer(Inventory... inventories) {
        for (Inventory inventory : inventories) {
            assertThat(scratch.engine().offer(HERE, inventory))
                    .isInstanceOf(OfferOutcome.Offered.class);
        }
    }

    <T> List<T> race(int racers, IntFunction<Callable<T>> runner) {
        return Race.run(IntStream.range(0, racers).mapToObj(runner).toList());
    }

    /// Each racer sends its own request for a hold.
    List<HoldOutcome> holds(int racers, IntFunction<HoldRequest> request) {
        return race(racers, racer -> {
            HoldRequest theirs = request.apply(racer);
            return () -> engine(racer).hold(theirs);
        });
    }

    static HoldRequest ask(Claim... claims) {
        return new HoldRequest(HERE, claims);
    }

    static List<Hold.Held> granted(List<? extends HoldOutcome> outcomes) {
        List<Hold.Held> granted = new ArrayList<>();
        for (HoldOutcome outcome : outcomes) {
            if (outcome instanceof HoldOutcome.Granted won) {
                granted.add(won.hold());
            }
        }
        return granted;
    }

    /// Every outcome is a grant or this refusal.
    static void othersGot(Class<?> refusal, List<? extends HoldOutcome> outcomes) {
        assertThat(outcomes).allSatisfy(
                outcome -> assertThat(outcome).isInstanceOfAny(HoldOutcome.Granted.class, refusal));
    }

    static <T> long count(List<?> outcomes, Class<T> type) {
        return outcomes.stream().filter(type::isInstance).count();
    }

    /// An inventory's journal counts from one without a gap, and both engines read the same lines.
    void inOrder(Kind kind, String inventory) {
        List<JournalLine> entries = engine(0).history(HERE, kind, inventory, 0, ENOUGH);
        assertThat(entries).extracting(JournalLine::version).containsExactlyElementsOf(
                IntStream.rangeClosed(1, entries.size()).mapToObj(Long::valueOf).toList());
        assertThat(engine(1).history(HERE, kind, inventory, 0, ENOUGH)).isEqualTo(entries);
    }
}
