package holdfast.proof.promise;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.AuditReport;
import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.Limit;
import holdfast.ScheduledAudits.LastAudit;
import holdfast.ScheduledAudits.Pace;
import holdfast.ScheduledAudits.Round;
import holdfast.Window;
import holdfast.change.Archiving;
import holdfast.change.Forgetting;
import holdfast.change.HoldListener;
import holdfast.database.Pool;
import holdfast.database.PoolOptions;
import holdfast.database.Timeouts;
import holdfast.engine.Engine;
import holdfast.engine.EngineListener;
import holdfast.engine.Limits;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A scheduled audit reads what changed since the last clean one, and finds every damage there. What
/// it cannot find, the next audit of everything finds.
class ScheduledAuditTest {
    private static final String HERE = "theatre";
    private static final Pace NOW = new Pace(Duration.ZERO, Duration.ofDays(1));
    private static final Pace WHOLE = new Pace(Duration.ZERO, Duration.ZERO);

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    @BeforeEach
    void sellAndAudit() {
        scratch.engine().offer(HERE, new Inventory.Pool("hall", 90));
        scratch.engine().offer(HERE, new Inventory.Pool("floor", 50, Optional.of("hall")));
        scratch.engine().offer(HERE, new Inventory.Pool("bar", 9));
        scratch.engine().offer(HERE, new Inventory.SeatMap("stalls", List.of(new Inventory.Row(
                List.of(new Inventory.Seat("A-1"), new Inventory.Seat("A-2"))))));
        scratch.engine().offer(HERE, new Inventory.Calendar("sauna", 1, null));
        hold("old", new Claim.Capacity("floor", 1), seat("A-1"), visit(10));
        hold("still", new Claim.Capacity("bar", 1));
        Round first = audit();
        assertThat(first.whole()).isTrue();
        assertThat(first.report().findings()).isEmpty();
    }

    private static Claim seat(String name) {
        return new Claim.Seats("stalls", new Claim.Named(List.of(name)));
    }

    private static Claim visit(int hour) {
        Instant start = Instant.parse("2030-01-08T00:00:00Z").plus(Duration.ofHours(hour));
        return new Claim.Time("sauna", new Window(start, start.plus(Duration.ofHours(1))));
    }

    private void hold(String note, Claim... claims) {
        HoldOutcome outcome = scratch.engine().hold(new HoldRequest(HERE, claims)
                .customer("ann", new Limit("show", 9, 1)).note(note));
        assertThat(outcome).isInstanceOf(HoldOutcome.Granted.class);
        scratch.engine().confirm(new ConfirmRequest(HERE,
                ((HoldOutcome.Granted) outcome).hold().id(), Optional.of("paid")));
    }

    private void sellMore() {
        hold("new", new Claim.Capacity("floor", 2), seat("A-2"), visit(12));
    }

    private Round audit() {
        return scratch.engine().auditNext(HERE, NOW).orElseThrow();
    }

    private List<String> findings() {
        Round round = audit();
        assertThat(round.whole()).isFalse();
        return round.report().findings().stream().map(AuditReport.Finding::promise).toList();
    }

    @Test
    void readsOnlyWhatChanged() {
        assertThat(audit().report().counts())
                .isEqualTo(new AuditReport.Counts(0, 0, 0, 0, 0));
        sellMore();
        Round round = audit();
        assertThat(round.whole()).isFalse();
        assertThat(round.report().findings()).isEmpty();
        // Three pools with two lines each; of the map and the calendar all lines.
        assertThat(round.report().counts()).isEqualTo(new AuditReport.Counts(3, 1, 1, 1, 16));
        assertThat(audit().report().entries()).isZero();
    }

    /// Holds a place that the checkpoint counts, gives it back, and archives both.
    private void holdAuditAndArchive() {
        HoldOutcome outcome = scratch.engine().hold(new HoldRequest(
                HERE, new Claim.Capacity("bar", 2)).customer("bob", new Limit("show", 9, 1)));
        assertThat(audit().report().findings()).isEmpty();
        scratch.engine().cancel(new CancelRequest(
                HERE, ((HoldOutcome.Granted) outcome).hold().id(), false));
        assertThat(scratch.engine().archiveHolds(
                HERE, Instant.now().plus(Duration.ofDays(1)), 10, new NoStore())).isEqualTo(1);
    }

    private static final class NoStore implements Archiving.HoldStore {
        @Override
        public Hold.Notes withoutPerson(Hold.Notes notes) {
            return notes;
        }

        @Override
        public void keep(Transaction tx, List<Archiving.Ended> holds) {}

        @Override
        public void remove(Pipeline pipeline, String workspace, List<String> holds) {}
    }

    @Test
    void acceptsWhatWasArchivedSinceTheCheckpoint() {
        holdAuditAndArchive();
        assertThat(findings()).isEmpty();
    }

    /// What the booking has is given back by lines that only the archive has.
    @Test
    void acceptsABookingThatWasArchivedSinceTheCheckpoint() {
        sellMore();
        assertThat(audit().report().findings()).isEmpty();
        List<String> bookings = scratch.engine().history(HERE, Kind.CAPACITY, "floor", 0, 100)
                .stream().flatMap(line -> line.of().hold().stream()).distinct().toList();
        assertThat(bookings).hasSize(2);
        assertThat(scratch.engine().archiveBookings(HERE, Instant.parse("2030-02-01T00:00:00Z"),
                bookings.stream().map(hold -> new Archiving.Over(hold, List.of())).toList(),
                new NoStore())).isEqualTo(2);
        assertThat(findings()).isEmpty();
        assertThat(scratch.engine().auditNext(HERE, WHOLE).orElseThrow().report().findings())
                .isEmpty();
        assertThat(scratch.engine().freePlaces(HERE, "floor").orElseThrow().places())
                .isEqualTo(50);
    }

    @Test
    void acceptsALimitThatWasRemovedAndMadeAnew() {
        holdAuditAndArchive();
        assertThat(scratch.engine().removeLimits(HERE)).isEqualTo(1);
        assertThat(scratch.engine().hold(new HoldRequest(HERE, new Claim.Capacity("bar", 1))
                .customer("bob", new Limit("show", 9, 1)))).isInstanceOf(HoldOutcome.Granted.class);
        assertThat(findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UPDATE hold SET note = 'lead' WHERE note = 'new'                         | holds
            UPDATE hold SET claims = claims[1:1] WHERE note = 'new'                  | holds
            UPDATE hold SET claims = ARRAY['nonsense'] WHERE note = 'new'            | read
            UPDATE hold SET customer = 'bob' WHERE note = 'new'                      | whose
            DELETE FROM hold WHERE note = 'new'                                      | holds
            UPDATE pool SET taken = taken - 1 WHERE pool = 'floor'                   | tables
            UPDATE pool SET version = version + 1 WHERE pool = 'floor'               | tables
            UPDATE pool SET version = version - 1 WHERE pool = 'floor'               | tables
            UPDATE pool SET capacity = capacity + 1 WHERE pool = 'floor'             | tables
            UPDATE pool SET taken = taken - 1 WHERE purpose = 'limit'                | tables
            DELETE FROM pool_claim WHERE quantity = 2                                | tables
            DELETE FROM pool_claim WHERE quantity = 2 AND pool = 'hall'              | inner pool
            UPDATE pool_claim SET role = 'limit' WHERE quantity = 2                  | tables
            DELETE FROM seat_claim WHERE seat = 'A-2'                                | tables
            UPDATE seat_claim SET hold = 'hld_other' WHERE seat = 'A-2'              | tables
            DELETE FROM time_claim WHERE lower(period) = '2030-01-08T12:00:00Z'      | tables
            DELETE FROM journal WHERE inventory = 'floor' AND version = 4            | gaps
            DELETE FROM journal WHERE kind = 'seats' AND version = 2                 | gaps
            UPDATE journal SET claim = 'nonsense' WHERE kind = 'time' AND version = 5 | read
            UPDATE journal SET claim = replace(claim, 'A-2', 'A-1') WHERE kind = 'seats' | fit
            """)
    void findsDamageInWhatChanged(String wrong, String promise) {
        scratch.leaveUnaudited();
        sellMore();
        scratch.database().run(wrong);
        assertThat(findings()).anyMatch(each -> each.contains(promise));
    }

    /// An inventory's row differs from the checkpoint, whether or not its version does.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UPDATE pool SET taken = taken - 1 WHERE pool = 'bar'
            UPDATE pool SET capacity = capacity + 1 WHERE pool = 'bar'
            UPDATE pool SET offered = false WHERE pool = 'bar'
            UPDATE pool SET version = version + 1 WHERE pool = 'bar'
            UPDATE seat_map SET digest = 'other'
            UPDATE calendar SET lanes = 7
            """)
    void findsADamagedRowOfAnyInventory(String wrong) {
        scratch.leaveUnaudited();
        scratch.database().run(wrong);
        assertThat(findings()).contains("the journal rebuilds the tables");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UPDATE hold SET note = 'lead' WHERE note = 'still'
            DELETE FROM pool_claim WHERE pool = 'bar'
            DELETE FROM seat WHERE seat = 'A-1'
            UPDATE journal SET claim = 'nonsense' WHERE inventory = 'bar' AND verb = 'confirm'
            """)
    void leavesTheRestToTheNextAuditOfEverything(String wrong) {
        scratch.leaveUnaudited();
        scratch.database().run(wrong);
        assertThat(findings()).isEmpty();
        Round whole = scratch.engine().auditNext(HERE, WHOLE).orElseThrow();
        assertThat(whole.whole()).isTrue();
        assertThat(whole.report().findings()).isNotEmpty();
        assertThat(scratch.engine().audit(HERE).findings())
                .isEqualTo(whole.report().findings());
    }

    @Test
    void readsEverythingAfterAFindingUntilThatIsClean() {
        scratch.database().run("UPDATE pool SET taken = taken + 1 WHERE pool = 'bar'");
        assertThat(findings()).isNotEmpty();
        assertThat(last().findings()).isEqualTo(1);
        Round again = audit();
        assertThat(again.whole()).isTrue();
        assertThat(again.report().findings()).isNotEmpty();
        scratch.database().run("UPDATE pool SET taken = taken - 1 WHERE pool = 'bar'");
        Round repaired = audit();
        assertThat(repaired.whole()).isTrue();
        assertThat(repaired.report().findings()).isEmpty();
        assertThat(last().findings()).isZero();
        assertThat(audit().whole()).isFalse();
    }

    private LastAudit last() {
        return requireNonNull(scratch.engine().lastAudits().get(HERE)).orElseThrow();
    }

    @Test
    void auditsOncePerPauseOnAllNodes() {
        Pace hourly = new Pace(Duration.ofHours(1), Duration.ofDays(1));
        try (Engine other = Engine.open(scratch.database().dataSource(), Limits.usual())) {
            assertThat(other.auditNext(HERE, hourly)).isEmpty();
            scratch.clock().tick(Duration.ofMinutes(40));
            assertThat(other.auditNext(HERE, hourly)).isPresent();
            assertThat(scratch.engine().auditNext(HERE, hourly)).isEmpty();
            assertThat(last().at()).isAfter(last().wholeAt());
            scratch.clock().tick(Duration.ofHours(24));
            assertThat(other.auditNext(HERE, hourly).orElseThrow().whole()).isTrue();
            assertThat(last().at()).isEqualTo(last().wholeAt());
        }
    }

    @Test
    void oneNodeAuditsAtATime() {
        List<Optional<Round>> others = new ArrayList<>();
        try (Engine other = Engine.open(scratch.database().dataSource(), Limits.usual())) {
            Engine one = scratch.engine(HoldListener.NONE,
                    view -> others.add(other.auditNext(HERE, NOW)));
            assertThat(one.auditNext(HERE, NOW)).isPresent();
            assertThat(others).containsExactly(Optional.empty());
            assertThat(other.auditNext(HERE, NOW)).isPresent();
        }
    }

    /// The pool ends transactions that stand idle; a snapshot's may, because the process may pause.
    @Test
    void outlivesAPauseOfTheProcess() {
        Timeouts usual = Timeouts.defaults();
        PoolOptions hasty = PoolOptions.defaults().withTimeouts(new Timeouts(
                usual.connect(), usual.acquire(), usual.statement(), usual.lock(),
                Duration.ofMillis(100), usual.socket()));
        CountDownLatch never = new CountDownLatch(1);
        try (Pool pool = Pool.open(scratch.database().address(), hasty);
                Engine engine = Engine.open(
                        new Engine.Sources(pool.dataSource(), pool.dataSource()), Limits.usual(),
                        EngineListener.NONE, HoldListener.NONE, view -> {
                            pause(never);
                            view.listings(listing -> {});
                        })) {
            assertThat(engine.audit(HERE).findings()).isEmpty();
            assertThat(engine.auditNext(HERE, WHOLE).orElseThrow().report().findings()).isEmpty();
        }
    }

    private static void pause(CountDownLatch never) {
        try {
            assertThat(never.await(500, TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static final String CHECKPOINTS_OF_ANN = """
            DO $$ BEGIN
                IF EXISTS (SELECT FROM audit_checkpoint WHERE inventory LIKE '%ann%') THEN
                    RAISE EXCEPTION 'the checkpoint names the customer';
                END IF;
            END $$""";

    @Test
    void forgetsACustomerToo() {
        scratch.engine().forget(HERE, new Forgetting.Person(Set.of("ann"), Set.of()),
                new Forgetting.Texts(note -> note, note -> note, HoldListener.NONE));
        scratch.database().run(CHECKPOINTS_OF_ANN);
        sellMore();
        Round round = audit();
        assertThat(round.whole()).isFalse();
        assertThat(round.report().findings()).isEmpty();
    }

    @Test
    void knowsWorkspacesThatWereNeverAudited() {
        scratch.engine().offer("library", new Inventory.Pool("desk", 1));
        assertThat(scratch.engine().lastAudits()).containsEntry("library", Optional.empty())
                .containsKey(HERE);
    }
}
