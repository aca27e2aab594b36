package holdfast.bench.sale;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Claim;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.Window;
import holdfast.testkit.Scratch;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The audit finds each kind of error that it checks for.
class SaleAuditTest {
    private static final String MAIN = "main";
    private static final SaleAudit.Promise ALL = new SaleAudit.Promise(true, true, 0, false);
    private static final int HOLDS = 5;

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    @BeforeEach
    void sell() {
        scratch.leaveUnaudited();
        scratch.engine().offer(MAIN, new Inventory.Pool("floor", 3));
        scratch.engine().offer(MAIN, new Inventory.SeatMap("hall", List.of(new Inventory.Row(
                List.of(new Inventory.Seat("A-1"), new Inventory.Seat("A-2"))))));
        scratch.engine().offer(MAIN, new Inventory.Calendar("maya"));
        hold(new Claim.Capacity("floor", 1));
        hold(new Claim.Capacity("floor", 2));
        hold(new Claim.Seats("hall", "A-1", "A-2"));
        Instant start = Instant.parse("2030-01-07T09:00:00Z");
        hold(new Claim.Time("maya", new Window(start, start.plusSeconds(3_600))));
        hold(new Claim.Time(
                "maya", new Window(start.plusSeconds(3_600), start.plusSeconds(7_200))));
    }

    private void hold(Claim claim) {
        assertThat(scratch.engine().hold(new HoldRequest(MAIN, claim)))
                .isInstanceOf(HoldOutcome.Granted.class);
    }

    private SaleAudit audit(SaleAudit.Promise promise, long acknowledged) throws SQLException {
        return SaleAudit.of(scratch.database().dataSource(), MAIN, promise, acknowledged);
    }

    @Test
    void findsNothingIfNothingIsWrong() throws SQLException {
        assertThat(audit(ALL, HOLDS)).isEqualTo(SaleAudit.nothing());
        assertThat(audit(ALL, HOLDS).inWords()).isEqualTo("clean");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            UPDATE pool SET capacity = 1                                      | oversold by 2
            ALTER TABLE seat_claim DROP CONSTRAINT seat_sold_once; \
            UPDATE seat_claim SET seat = 'A-1'                                | oversold by 1
            ALTER TABLE time_claim DROP CONSTRAINT time_never_overlaps; \
            UPDATE time_claim SET period = tstzrange(lower(period) - interval '1 minute', \
            upper(period))                                                    | oversold by 1
            UPDATE pool SET taken = taken - 1                                 | wrong counters: 1
            DELETE FROM pool_claim WHERE quantity = 2                         | pieces and claims
            DELETE FROM seat_claim WHERE seat = 'A-2'                         | pieces and claims
            DELETE FROM journal WHERE inventory = 'maya' AND version = 2     | journals with gaps: 1
            DELETE FROM journal WHERE inventory = 'maya' AND version = 3     | journals with gaps: 1
            DELETE FROM hold WHERE hold = (SELECT min(hold) FROM hold)       | holds reported and found differ
            DELETE FROM journal WHERE inventory = 'hall' AND effect = 'take'  | journal lines differ
            """)
    void findsWhatIsWrong(String wrong, String found) throws SQLException {
        scratch.database().run("ALTER TABLE pool DROP CONSTRAINT pool_never_oversold");
        scratch.database().run(wrong);
        SaleAudit audit = audit(ALL, HOLDS);
        assertThat(audit.clean()).isFalse();
        assertThat(audit.inWords()).contains(found);
    }

    @Test
    void checksOnlyWhatAContenderPromises() throws SQLException {
        scratch.database().run("UPDATE pool SET taken = 0, version = version + 1");
        assertThat(audit(new SaleAudit.Promise(false, false, 0, false), HOLDS).clean()).isTrue();
        assertThat(audit(ALL, HOLDS).findings()).hasSize(2);
    }

    @Test
    void findsCustomersOverTheirLimit() throws SQLException {
        scratch.database().run("UPDATE hold SET customer = 'Ada'");
        assertThat(audit(new SaleAudit.Promise(true, true, 3, false), HOLDS).clean()).isTrue();
        assertThat(audit(new SaleAudit.Promise(true, true, 2, false), HOLDS).findings())
                .containsExactly("customers over their limit: 1");
    }

    @Test
    void findsHoldsWithoutTheirKey() throws SQLException {
        SaleAudit.Promise keyed = new SaleAudit.Promise(true, true, 0, true);
        scratch.database().run("""
                INSERT INTO idempotency_key (workspace, key, request, outcome, at)
                SELECT workspace, 'key of ' || hold, '', 'made' || E'\\t' || hold, made_at
                FROM hold""");
        assertThat(audit(keyed, HOLDS).clean()).isTrue();
        scratch.database().run("DELETE FROM idempotency_key WHERE key = (SELECT min(key) FROM "
                + "idempotency_key)");
        assertThat(audit(keyed, HOLDS).findings()).containsExactly("holds and keys differ: 5, 4");
    }

    @Test
    void comparesAnswersWithTheDatabase() throws SQLException {
        assertThat(audit(ALL, HOLDS + 1).inWords())
                .contains("holds reported and found differ: 6, 5");
    }
}
