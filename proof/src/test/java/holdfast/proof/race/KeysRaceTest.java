package holdfast.proof.race;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.BlockOutcome;
import holdfast.BlockRequest;
import holdfast.Claim;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.ExtendOutcome;
import holdfast.ExtendRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.Refusal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// One idempotency key, many times at once, on both engines: double clicks and early retries.
class KeysRaceTest extends RaceSetup {
    private static final int ROUNDS = 8;
    private static final int RACERS = 16;

    @Test
    @Tag("idempotency_key_once")
    @Tag("hold_once")
    void oneHoldForOneKey() {
        offer(new Inventory.Pool("floor", 1_000), new Inventory.Calendar("maya"));
        for (int round = 0; round < ROUNDS; round++) {
            HoldRequest request = ask(new Claim.Capacity("floor", 2)).key("key" + round);
            List<HoldOutcome> outcomes = holds(RACERS, _ -> request);
            Set<Hold> answers = new HashSet<>(granted(outcomes));
            assertThat(granted(outcomes)).hasSize(RACERS);
            assertThat(answers).hasSize(1);
            assertThat(outcomes).filteredOn(new HoldOutcome.Granted(
                    granted(outcomes).getFirst(), false)::equals).hasSize(1);
        }
        assertThat(free()).isEqualTo(1_000 - 2 * ROUNDS);
    }

    @Test
    @Tag("idempotency_key_once")
    void refusesOtherRequestsUnderOneKey() {
        offer(new Inventory.Pool("floor", 1_000));
        for (int round = 0; round < ROUNDS; round++) {
            String key = "key" + round;
            List<HoldOutcome> outcomes = holds(RACERS,
                    racer -> ask(new Claim.Capacity("floor", 1 + racer % 4)).key(key));
            Set<Hold> answers = new HashSet<>(granted(outcomes));
            assertThat(answers).hasSize(1);
            assertThat(granted(outcomes)).hasSize(RACERS / 4);
            othersGot(Refusal.KeyReused.class, outcomes);
        }
    }

    /// With one place left one key gets it, and every key keeps its answer.
    @Test
    @Tag("idempotency_key_once")
    void repeatsARefusalForItsKey() {
        offer(new Inventory.Pool("floor", 1));
        List<HoldRequest> requests = List.of(
                ask(new Claim.Capacity("floor", 1)).key("a"),
                ask(new Claim.Capacity("floor", 1)).key("b"),
                ask(new Claim.Capacity("floor", 1)).key("c"),
                ask(new Claim.Capacity("floor", 1)).key("d"));
        List<HoldOutcome> outcomes = holds(48, racer -> requests.get(racer / 2 % 4));
        othersGot(Refusal.Unavailable.class, outcomes);
        assertThat(new HashSet<>(granted(outcomes))).hasSize(1);
        assertThat(granted(outcomes)).hasSize(12);
        for (int racer = 0; racer < 48; racer++) {
            HoldOutcome later = engine(racer + 1).hold(requests.get(racer / 2 % 4));
            assertThat(granted(List.of(later)))
                    .isEqualTo(granted(List.of(outcomes.get(racer))));
        }
    }

    @Test
    @Tag("idempotency_key_once")
    void oneExchangeForOneKey() {
        offer(new Inventory.Pool("floor", 1_000));
        for (int round = 0; round < ROUNDS; round++) {
            Hold mine = granted(List.of(engine(0).hold(ask(new Claim.Capacity("floor", 1)))))
                    .getFirst();
            ExchangeRequest request = new ExchangeRequest(
                    HERE, mine.id(), 1, new Claim.Capacity("floor", 3)).key("key" + round);
            List<ExchangeOutcome> outcomes =
                    race(RACERS, racer -> () -> engine(racer).exchange(request));
            assertThat(count(outcomes, ExchangeOutcome.Exchanged.class)).isEqualTo(RACERS);
            Set<Hold> answers = new HashSet<>();
            outcomes.forEach(each -> answers.add(((ExchangeOutcome.Exchanged) each).hold()));
            assertThat(answers).hasSize(1);
            assertThat(outcomes).filteredOn(new ExchangeOutcome.Exchanged(
                    answers.iterator().next(), false)::equals).hasSize(1);
        }
        assertThat(free()).isEqualTo(1_000 - 3 * ROUNDS);
    }

    /// Without a key only the version decides: one exchange wins, and all others are stale.
    @Test
    void exchangesOfOneVersion() {
        offer(new Inventory.Pool("floor", 1_000));
        Hold mine = granted(List.of(engine(0).hold(ask(new Claim.Capacity("floor", 1)))))
                .getFirst();
        List<ExchangeOutcome> outcomes = race(40, racer -> () -> engine(racer).exchange(
                new ExchangeRequest(HERE, mine.id(), 1, new Claim.Capacity("floor", 2 + racer))));
        assertThat(count(outcomes, ExchangeOutcome.Exchanged.class)).isEqualTo(1);
        assertThat(outcomes).filteredOn(new Refusal.Stale(mine.id(), 2)::equals).hasSize(39);
    }

    @Test
    @Tag("idempotency_key_once")
    void oneExtensionForOneKey() {
        offer(new Inventory.Pool("floor", 1_000));
        for (int round = 0; round < ROUNDS; round++) {
            Hold mine = granted(List.of(engine(0).hold(ask(new Claim.Capacity("floor", 1)))))
                    .getFirst();
            ExtendRequest request = new ExtendRequest(HERE, mine.id(), Duration.ofMinutes(30))
                    .key("key" + round);
            List<ExtendOutcome> outcomes =
                    race(RACERS, racer -> () -> engine(racer).extend(request));
            Set<Hold.Held> answers = new HashSet<>();
            outcomes.forEach(each -> {
                assertThat(each).isInstanceOf(ExtendOutcome.Extended.class);
                answers.add(((ExtendOutcome.Extended) each).hold());
            });
            assertThat(answers).hasSize(1).allMatch(hold -> hold.version() == 2);
        }
    }

    @Test
    @Tag("idempotency_key_once")
    void oneBlockForOneKey() {
        offer(new Inventory.Pool("floor", 1_000));
        BlockRequest request = new BlockRequest(
                HERE, List.of(new Claim.Capacity("floor", 7)), "guests",
                Optional.of("key"));
        List<BlockOutcome> outcomes =
                race(RACERS, racer -> () -> engine(racer).block(request));
        assertThat(count(outcomes, BlockOutcome.Blocked.class)).isEqualTo(RACERS);
        assertThat(outcomes).filteredOn(
                each -> each instanceof BlockOutcome.Blocked done && !done.again()).hasSize(1);
        assertThat(free()).isEqualTo(993);
    }

    /// A hold, an exchange and an extension under one key: the first one has it, the others are
    /// refused.
    @Test
    @Tag("idempotency_key_once")
    void oneKeyForSeveralVerbs() {
        offer(new Inventory.Pool("floor", 1_000));
        for (int round = 0; round < ROUNDS; round++) {
            String key = "key" + round;
            Hold mine = granted(List.of(engine(0).hold(ask(new Claim.Capacity("floor", 1)))))
                    .getFirst();
            Claim two = new Claim.Capacity("floor", 2);
            List<Object> outcomes = race(12, racer -> () -> switch (racer / 2 % 3) {
                case 0 -> engine(racer).hold(ask(two).key(key));
                case 1 -> engine(racer).exchange(
                        new ExchangeRequest(HERE, mine.id(), 1, two).key(key));
                default -> engine(racer).extend(
                        new ExtendRequest(HERE, mine.id(), Duration.ofMinutes(30)).key(key));
            });
            assertThat(count(outcomes, Refusal.KeyReused.class)).isEqualTo(8);
        }
    }

    /// Requests that share only their key: no inventory's lock puts them in sequence.
    @Test
    @Tag("idempotency_key_once")
    void oneKeyForUnrelatedInventories() {
        offer(new Inventory.Pool("full", 0), new Inventory.Pool("floor", 1_000),
                new Inventory.Calendar("maya"));
        for (int round = 0; round < 3 * ROUNDS; round++) {
            String key = "key" + round;
            List<HoldRequest> requests = List.of(
                    ask(new Claim.Capacity("floor", 1)).key(key),
                    ask(new Claim.Capacity("full", 1)).key(key),
                    ask(new Claim.Capacity("nowhere", 1)).key(key));
            List<HoldOutcome> outcomes = holds(6, racer -> requests.get(racer / 2));
            assertThat(count(outcomes, Refusal.KeyReused.class)).as("%s", outcomes).isEqualTo(4);
            for (int racer = 0; racer < 6; racer++) {
                HoldOutcome later = engine(racer + 1).hold(requests.get(racer / 2));
                assertThat(later).hasSameClassAs(outcomes.get(racer));
            }
        }
    }

    private long free() {
        return engine(0).freePlaces(HERE, "floor").orElseThrow().places();
    }
}
