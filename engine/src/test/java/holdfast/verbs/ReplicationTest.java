package holdfast.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.HoldRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// While all tables are published for logical replication, PostgreSQL refuses to change or delete a
/// row that a subscriber could not find.
class ReplicationTest {
    @RegisterExtension
    final EngineFixture fixture = new EngineFixture();

    @Test
    void changesAndEndsClaimsWhileAllTablesArePublished() {
        fixture.run("CREATE PUBLICATION everything FOR ALL TABLES");
        try {
            for (Stock stock : Stock.values()) {
                fixture.engine().offer(fixture.workspace(), stock.inventory("hall-" + stock));
                String hold = fixture.held(
                        new HoldRequest(fixture.workspace(), stock.claim("hall-" + stock))).id();
                assertThat(fixture.engine().confirm(new ConfirmRequest(fixture.workspace(), hold)))
                        .isInstanceOf(ConfirmOutcome.Confirmed.class);
                assertThat(fixture.engine()
                        .cancel(new CancelRequest(fixture.workspace(), hold, true)))
                        .isInstanceOf(CancelOutcome.Done.class);
            }
        } finally {
            fixture.run("DROP PUBLICATION everything");
        }
    }
}
