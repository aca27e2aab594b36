package holdfast.proof.race;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.HoldOutcome;
import holdfast.Inventory;
import holdfast.Limit;
import holdfast.Window;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// As many clients as there is room for, each with one hold at a time: there is always enough for
/// all, so no client may be refused, however often claims come and go.
class HonestRaceTest extends RaceSetup {
    private static final int CLIENTS = 8;
    private static final int ROUNDS = 20;
    private static final Claim PLACE = new Claim.Capacity("vip", 1);
    private static final Claim BEST = new Claim.Seats("hall", 1);
    private static final Claim VISIT =
            new Claim.Time("sauna", new Window(NOON, NOON.plusSeconds(3_600)));

    @BeforeEach
    void offerAsMuchAsIsNeeded() {
        offer(new Inventory.Pool("house", CLIENTS),
                new Inventory.Pool("vip", CLIENTS, Optional.of("house")),
                new Inventory.SeatMap("hall", List.of(new Inventory.Row(
                        IntStream.range(0, CLIENTS).mapToObj(at -> "A" + at)
                                .map(Inventory.Seat::new).toList()))),
                new Inventory.Calendar("sauna", CLIENTS, null));
    }

    @Test
    void refusesNoHoldWhileThereIsEnoughForAll() {
        race(CLIENTS, client -> () -> {
            for (int round = 0; round < ROUNDS; round++) {
                HoldOutcome outcome = engine(client + round).hold(ask(PLACE, BEST, VISIT)
                        .customer("customer" + client, new Limit("concert", 1, 1)));
                assertThat(outcome).isInstanceOf(HoldOutcome.Granted.class);
                end(client, round, granted(List.of(outcome)).getFirst().id());
            }
            return true;
        });
    }

    /// Some cancel, some confirm first, some exchange for the same claims first.
    private void end(int client, int round, String hold) {
        switch (round % 3) {
            case 0 -> {}
            case 1 -> assertThat(engine(client + round + 1).confirm(new ConfirmRequest(HERE, hold)))
                    .isInstanceOf(ConfirmOutcome.Confirmed.class);
            default -> assertThat(engine(client + round + 1).exchange(
                    new ExchangeRequest(HERE, hold, 1, VISIT, BEST, PLACE)
                            .limits(new Limit("concert", 1, 1))))
                    .isInstanceOf(ExchangeOutcome.Exchanged.class);
        }
        assertThat(engine(client).cancel(new CancelRequest(HERE, hold, true)))
                .isInstanceOf(CancelOutcome.Done.class);
    }

    /// No hold is cancelled here: each expires, and a client that waited that long is not refused.
    @Test
    void sellsWhatExpiredToTheNextCustomer() {
        Duration brief = Duration.ofMillis(40);
        race(CLIENTS, client -> () -> {
            for (int round = 0; round < ROUNDS; round++) {
                HoldOutcome outcome = engine(client + round).hold(
                        ask(PLACE, BEST, VISIT).holdFor(brief)
                                .customer("customer" + client, new Limit("concert", 1, 1)));
                assertThat(outcome).isInstanceOf(HoldOutcome.Granted.class);
                Thread.sleep(brief.plusMillis(1));
                if (round % 5 == client % 5) {
                    engine(client).expire(2);
                }
            }
            return true;
        });
    }
}
