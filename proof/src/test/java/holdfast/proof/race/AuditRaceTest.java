package holdfast.proof.race;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Claim;
import holdfast.Inventory;
import holdfast.ScheduledAudits;
import holdfast.ScheduledAudits.Pace;
import holdfast.ScheduledAudits.Round;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Scheduled audits of one workspace by two nodes, while both sell: one audits at a time, each
/// remembers what it saw, and none finds a difference.
class AuditRaceTest extends RaceSetup {
    private static final int AUDITORS = 4;
    private static final int AUDITS = 8;
    private static final int SALES = 25;
    private static final int PLACES = 200;
    private static final Pace AT_ONCE = new Pace(Duration.ZERO, Duration.ofDays(1));

    private final Queue<Round> rounds = new ConcurrentLinkedQueue<>();

    private int audit(int racer) {
        for (int time = 0; time < AUDITS; time++) {
            ScheduledAudits audits = (ScheduledAudits) engine(racer);
            audits.auditNext(HERE, AT_ONCE).ifPresent(rounds::add);
        }
        return 0;
    }

    private int sell(int racer) {
        for (int time = 0; time < SALES; time++) {
            granted(List.of(engine(racer).hold(ask(new Claim.Capacity("floor", 1)))));
        }
        return SALES;
    }

    @Test
    @Tag("audit_checkpoint_once")
    @Tag("last_audit_once")
    void remembersWhatItSawWhileOthersSellAndAudit() {
        scratch.clock().set(NOON);
        offer(new Inventory.Pool("floor", PLACES));
        List<Integer> sold = new ArrayList<>(
                race(AUDITORS + 2, racer -> () -> racer < AUDITORS ? audit(racer) : sell(racer)));
        assertThat(rounds).isNotEmpty()
                .allMatch(round -> round.report().findings().isEmpty());
        Optional<Round> last = ((ScheduledAudits) engine(0)).auditNext(HERE, AT_ONCE);
        assertThat(last.orElseThrow().whole()).isFalse();
        assertThat(last.orElseThrow().report().findings()).isEmpty();
        assertThat(engine(1).freePlaces(HERE, "floor").orElseThrow().places())
                .isEqualTo(PLACES - sold.stream().mapToInt(Integer::intValue).sum());
    }
}
