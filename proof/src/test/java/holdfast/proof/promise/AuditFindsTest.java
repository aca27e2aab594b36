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
            """)
    void findsWhatDiffersFromTheJournal(String wrong, String promise) {
        scratch.leaveUnaudited();
        scratch.database().run(wrong);
        assertThat(scratch.engine().audit(HERE).findings())
                .extracting(AuditReport.Finding::promise)
                .anyMatch(each -> each.contains(promise));
    }
}
