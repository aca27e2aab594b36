package holdfast.proof.promise;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.AuditReport;
import holdfast.BlockRequest;
import holdfast.Claim;
import holdfast.ConfirmRequest;
import holdfast.ExchangeRequest;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.Limit;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The audit finds what no constraint can refuse: rows that are possible by themselves and disagree
/// with the journal.
class AuditFindsTest {
    private static final String HERE = "theatre";

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    @BeforeEach
    void sell() {
        scratch.engine().offer(HERE, new Inventory.Pool("floor", 9));
        scratch.engine().offer(HERE, new Inventory.Pool("bar", 9));
        String booked = hold(basket().key("a").note("gold"));
        scratch.engine().confirm(
                new ConfirmRequest(HERE, booked, Optional.of("paid")));
        String exchanged = hold(basket().key("b").note("silver"));
        scratch.engine().exchange(new ExchangeRequest(
                HERE, exchanged, 1, new Claim.Capacity("bar", 2)).note("bronze"));
        hold(basket().key("c"));
        scratch.engine().block(
                new BlockRequest(HERE, "a broken rail", new Claim.Capacity("bar", 1)));
        scratch.engine().offer(HERE, new Inventory.SeatMap("stalls", List.of(
                new Inventory.Row(List.of(new Inventory.Seat("A-1"), new Inventory.Seat("A-2"))))));
        scratch.engine().offer(HERE, new Inventory.Calendar("sauna", 2, null));
        hold(new HoldRequest(HERE,
                new Claim.Seats("stalls", new Claim.Named(List.of("A-1", "A-2"))),
                new Claim.Time(Instant.parse("2030-01-08T10:00:00Z"), List.of(new Claim.Part(
                        List.of("sauna"), Duration.ZERO, Duration.ofHours(1),
                        Duration.ofMinutes(10), Duration.ZERO))))
                .note("tin"));
    }

    private static HoldRequest basket() {
        return new HoldRequest(
                HERE, new Claim.Capacity("floor", 1), new Claim.Capacity("bar", 1))
                .customer("ann", new Limit("show", 9, 1));
    }

    private String hold(HoldRequest request) {
        HoldOutcome outcome = scratch.engine().hold(request);
        assertThat(outcome).isInstanceOf(HoldOutcome.Granted.class);
        return ((HoldOutcome.Granted) outcome).hold().id();
    }

    @Test
    void findsNothingIfNothingIsWrong() {
        assertThat(scratch.engine().audit(HERE).findings()).isEmpty();
    }

    private static final String SEATS_TWICE = """
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, hold,
                                 hold_version, until, claim)
            SELECT workspace, kind, inventory, version + 1, at, verb, effect, 'hld_other',
                   hold_version, until, claim
            FROM journal WHERE kind = 'seats' AND verb = 'hold';
            UPDATE seat_map SET version = version + 1""";

    private static final String TIME_TWICE = """
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, hold,
                                 hold_version, until, claim)
            SELECT workspace, kind, inventory, version + 1, at, verb, effect, 'hld_other',
                   hold_version, until, claim
            FROM journal WHERE kind = 'time' AND verb = 'hold';
            UPDATE calendar SET version = version + 1""";

    /// A second hold takes what another one has: the line is added as if the engine had written it.
    @Test
    void findsWhatTheJournalSellsTwice() {
        scratch.leaveUnaudited();
        scratch.database().run(SEATS_TWICE);
        scratch.database().run(TIME_TWICE);
        assertThat(scratch.engine().audit(HERE).findings())
                .filteredOn(each -> each.promise().contains("moves fit together"))
                .extracting(AuditReport.Finding::detail)
                .anyMatch(each -> each.contains("seat A-1 was taken by"))
                .anyMatch(each -> each.contains("lane 0 was taken until"));
    }

    private static final String RENAME_FIRST = """
            CREATE TEMP TABLE renamed AS SELECT hold FROM hold WHERE note = 'gold';
            DELETE FROM idempotency_key;
            UPDATE hold SET hold = '\uFF61' WHERE hold IN (SELECT hold FROM renamed);
            UPDATE journal SET hold = '\uFF61' WHERE hold IN (SELECT hold FROM renamed);
            UPDATE pool_claim SET hold = '\uFF61' WHERE hold IN (SELECT hold FROM renamed);
            DROP TABLE renamed""";

    private static final String RENAME_SECOND = """
            CREATE TEMP TABLE renamed AS SELECT hold FROM hold WHERE note = 'bronze';
            UPDATE hold SET hold = '\uD83C\uDFAD' WHERE hold IN (SELECT hold FROM renamed);
            UPDATE journal SET hold = '\uD83C\uDFAD' WHERE hold IN (SELECT hold FROM renamed);
            UPDATE pool_claim SET hold = '\uD83C\uDFAD' WHERE hold IN (SELECT hold FROM renamed);
            DROP TABLE renamed""";

    /// PostgreSQL and Java sort texts differently beyond the basic plane.
    @Test
    void readsAnyIdsInTheDatabasesOrder() {
        scratch.database().run(RENAME_FIRST);
        scratch.database().run(RENAME_SECOND);
        assertThat(scratch.engine().audit(HERE).findings()).isEmpty();
    }

    @Test
    void namesNoCustomer() {
        scratch.leaveUnaudited();
        scratch.database().run("""
                UPDATE pool SET taken = taken + 1, version = version + 1 WHERE purpose = 'limit';
                UPDATE hold SET customer = 'bob', claims = claims[1:1];
                UPDATE pool_claim SET quantity = quantity + 1;
                UPDATE journal SET claim = claim || ' ann' WHERE verb = 'confirm'""");
        assertThat(scratch.engine().audit(HERE).findings()).isNotEmpty()
                .anySatisfy(
                        each -> assertThat(each.inventory()).startsWith("capacity limit/show/~"))
                .allSatisfy(each -> assertThat(each.toString())
                        .doesNotContain("ann").doesNotContain("bob").doesNotContain("gold"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UPDATE hold SET note = 'lead' WHERE note = 'gold'                      | holds
            UPDATE hold SET note = NULL WHERE note = 'gold'                        | holds
            UPDATE hold SET note = 'silver' WHERE note = 'bronze'                  | holds
            UPDATE hold SET note = 'lead' WHERE note IS NULL AND state = 'held'    | holds
            UPDATE hold SET booking_note = 'owing' WHERE state = 'booked'          | holds
            UPDATE hold SET booking_note = NULL WHERE state = 'booked'             | holds
            UPDATE hold SET booking_note = 'paid' WHERE state = 'held'             | holds
            UPDATE hold SET reason = 'a new rail' WHERE state = 'blocked'          | holds
            UPDATE hold SET note = reason WHERE state = 'blocked'                  | holds
            UPDATE journal SET note = 'lead' WHERE verb = 'hold' AND note = 'gold' | holds
            UPDATE journal SET note = 'lead' WHERE verb = 'hold' AND note IS NULL  | holds
            UPDATE journal SET note = NULL WHERE verb = 'exchange'                 | holds
            UPDATE journal SET note = NULL WHERE verb = 'confirm'                  | holds
            UPDATE journal SET note = 'a new rail' WHERE verb = 'block'            | holds
            UPDATE hold SET until = until + interval '1s' WHERE state = 'held'     | holds
            UPDATE hold SET version = 7 WHERE state = 'booked'                     | holds
            UPDATE hold SET claims = claims[1:1] WHERE note = 'gold'               | holds
            UPDATE hold SET customer = 'bob' WHERE note = 'gold'                   | whose
            DELETE FROM idempotency_key WHERE key = 'a'; DELETE FROM hold WHERE note = 'gold' | holds
            DELETE FROM hold WHERE note = 'gold'                                   | key
            UPDATE pool SET taken = taken - 1 WHERE pool = 'floor'                 | counter
            UPDATE pool SET version = version + 1 WHERE pool = 'floor'             | tables
            DELETE FROM journal WHERE inventory = 'floor' AND version = 2          | gaps
            UPDATE hold SET claims = ARRAY[NULL] WHERE note = 'gold'               | read
            UPDATE hold SET claims = ARRAY['nonsense'] WHERE note = 'gold'         | read
            UPDATE journal SET claim = 'nonsense' WHERE kind = 'seats' AND verb = 'hold' | read
            UPDATE journal SET claim = 'pool many' WHERE kind = 'capacity' AND verb = 'offer' | read
            UPDATE journal SET customer = NULL WHERE note = 'gold'                 | whose
            UPDATE journal SET customer = 'bob' WHERE note = 'tin'                 | whose
            UPDATE pool SET capacity = capacity + 1 WHERE pool = 'floor'           | tables
            UPDATE pool SET capacity = capacity + 1 WHERE purpose = 'limit'        | tables
            UPDATE pool SET taken = taken + 1 WHERE pool = 'floor'                 | tables
            UPDATE pool_claim SET role = 'inside' WHERE pool = 'floor'             | tables
            UPDATE pool_claim SET quantity = quantity + 1 WHERE pool = 'floor'     | tables
            UPDATE pool_claim SET item = item + 1 WHERE pool = 'floor'             | tables
            UPDATE pool_claim SET hold = 'hld_other' WHERE pool = 'floor' AND state = 'booked' | tables
            DELETE FROM pool_claim WHERE pool = 'floor'                            | tables
            INSERT INTO pool_claim SELECT workspace, pool, 'hld_other', item, quantity, role, \
                    state, until FROM pool_claim WHERE pool = 'floor' LIMIT 1      | tables
            UPDATE seat_claim SET hold = 'hld_other'                               | tables
            UPDATE seat_claim SET state = 'booked', until = 'infinity'             | tables
            UPDATE seat_claim SET until = until + interval '1s'                    | tables
            DELETE FROM seat_claim WHERE seat = 'A-1'                              | tables
            DELETE FROM seat WHERE seat = 'A-1'                                    | there
            DELETE FROM seat                                                       | there
            DELETE FROM seat_map                                                   | tables
            UPDATE journal SET claim = replace(claim, 'A-2', 'A-3') \
                    WHERE kind = 'seats' AND verb = 'offer'                        | tables
            UPDATE time_claim SET part = part + 1                                  | tables
            UPDATE time_claim SET lane = lane + 1                                  | tables
            UPDATE time_claim SET visit = period                                   | tables
            UPDATE time_claim SET period = tstzrange(lower(period), upper(period) + '1s') | tables
            DELETE FROM time_claim                                                 | tables
            DELETE FROM calendar                                                   | exists
            DELETE FROM pool WHERE pool = 'floor'                                  | exists
            """)
    void findsWhatDiffersFromTheJournal(String wrong, String promise) {
        scratch.leaveUnaudited();
        scratch.database().run(wrong);
        assertThat(scratch.engine().audit(HERE).findings())
                .extracting(AuditReport.Finding::promise)
                .anyMatch(each -> each.contains(promise));
    }
}
