package holdfast.proof.promise;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.AuditReport;
import holdfast.Claim;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// An expired claim may be gone from the bigger pool and still be in the inner one. If the clock is
/// set back then, it looks live. The audit accepts exactly that, and no other claim that the bigger
/// pool lacks.
class NestedPoolAuditTest {
    private static final String HERE = "theatre";
    private static final Instant START = Instant.parse("2026-12-12T19:30:00Z");

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    @BeforeEach
    void holdFromTheInnerPool() {
        scratch.clock().set(START);
        scratch.engine().offer(HERE, new Inventory.Pool("hall", 4));
        scratch.engine().offer(HERE, new Inventory.Pool("vip", 3, Optional.of("hall")));
        hold("vip", 3);
    }

    private void hold(String pool, int places) {
        HoldOutcome outcome = scratch.engine()
                .hold(new HoldRequest(HERE, new Claim.Capacity(pool, places)));
        assertThat(outcome).isInstanceOf(HoldOutcome.Granted.class);
    }

    /// Fills the bigger pool when the first hold has expired, and sets the clock back.
    private void expireInTheBiggerPoolOnly() {
        scratch.clock().tick(Duration.ofHours(3));
        hold("hall", 4);
        scratch.clock().set(START.plusSeconds(1));
    }

    private List<String> findings() {
        return scratch.engine().audit(HERE).findings().stream()
                .map(AuditReport.Finding::promise).toList();
    }

    @Test
    void acceptsAClaimThatExpiredInTheBiggerPoolBeforeTheClockWentBack() {
        expireInTheBiggerPoolOnly();
        assertThat(findings()).isEmpty();
    }

    @Test
    void reportsItIfTheJournalHasNoSuchExpiry() {
        scratch.leaveUnaudited();
        expireInTheBiggerPoolOnly();
        scratch.database().run("DELETE FROM journal WHERE verb = 'expire'");
        assertThat(findings()).contains("what an inner pool sells, the bigger one sells");
    }

    @Test
    void reportsALiveClaimThatTheBiggerPoolLacks() {
        scratch.leaveUnaudited();
        scratch.database().run("""
                DELETE FROM pool_claim WHERE pool = 'hall';
                UPDATE pool SET taken = 0 WHERE pool = 'hall'""");
        assertThat(findings()).contains("what an inner pool sells, the bigger one sells");
    }
}
