package holdfast.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.BlockOutcome;
import holdfast.BlockRequest;
import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.ExtendOutcome;
import holdfast.ExtendRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.Limit;
import holdfast.OfferOutcome;
import holdfast.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each verb with its outcomes, on each kind of inventory.
class VerbsTest {
    private static final String HALL = "hall";
    private static final String OTHER = "other";
    private static final Duration LONG = Duration.ofHours(1);

    @RegisterExtension
    final EngineFixture fixture = new EngineFixture();

    private HoldRequest request(Claim... claims) {
        return new HoldRequest(fixture.workspace(), claims);
    }

    private HoldOutcome hold(Claim... claims) {
        return fixture.engine().hold(request(claims));
    }

    /// A hold of one claim on an inventory that was just put on sale.
    private String held(Stock stock) {
        fixture.engine().offer(fixture.workspace(), stock.inventory(HALL));
        return fixture.held(request(stock.claim(HALL))).id();
    }

    private ConfirmOutcome confirm(String hold) {
        return fixture.engine().confirm(new ConfirmRequest(fixture.workspace(), hold));
    }

    private CancelOutcome cancel(String hold, boolean evenBooked) {
        return fixture.engine().cancel(new CancelRequest(fixture.workspace(), hold, evenBooked));
    }

    private ExtendOutcome extend(String hold, Duration time) {
        return fixture.engine().extend(new ExtendRequest(fixture.workspace(), hold, time));
    }

    private ExchangeOutcome exchange(String hold, int version, Claim... claims) {
        return fixture.engine().exchange(
                new ExchangeRequest(fixture.workspace(), hold, version, claims));
    }

    @ParameterizedTest
    @EnumSource
    void offerAndWithdraw(Stock stock) {
        String here = fixture.workspace();
        Inventory hall = stock.inventory(HALL);
        OfferOutcome first = fixture.engine().offer(here, hall);
        assertThat(first).isEqualTo(new OfferOutcome.Offered(HALL, 1));
        assertThat(fixture.engine().offer(here, hall)).isEqualTo(first);
        assertThat(fixture.engine().withdraw(here, stock.kind(), HALL))
                .isEqualTo(new OfferOutcome.Offered(HALL, 2));
        assertThat(hold(stock.claim(HALL))).isEqualTo(new Refusal.NotOnSale(List.of(HALL)));
        assertThat(fixture.engine().withdraw(here, stock.kind(), OTHER))
                .isEqualTo(new Refusal.Unknown(List.of(OTHER)));
        fixture.engine().offer(here, hall);
        assertThat(hold(stock.claim(HALL))).isInstanceOf(HoldOutcome.Granted.class);
        assertThat(fixture.engine().versions(here, stock.kind(), List.of(HALL)))
                .containsEntry(HALL, 4L);
    }

    @ParameterizedTest
    @EnumSource
    void holdUntilNothingIsLeft(Stock stock) {
        String first = held(stock);
        assertThat(hold(stock.claim(HALL))).isInstanceOf(HoldOutcome.Granted.class);
        assertThat(hold(stock.claim(HALL))).isInstanceOf(Refusal.Unavailable.class);
        assertThat(hold(stock.claim(OTHER))).isEqualTo(new Refusal.Unknown(List.of(OTHER)));
        assertThat(fixture.engine().find(fixture.workspace(), first))
                .get().isInstanceOf(Hold.Held.class);
        assertThat(fixture.engine().history(fixture.workspace(), first)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void confirm(Stock stock) {
        String hold = held(stock);
        assertThat(fixture.engine().confirm(new ConfirmRequest(
                fixture.workspace(), hold, Optional.empty(), Optional.of(7))))
                .isEqualTo(new Refusal.Stale(hold, 1));
        assertThat(confirm(hold)).isInstanceOfSatisfying(ConfirmOutcome.Confirmed.class,
                done -> assertThat(done.again()).isFalse());
        assertThat(confirm(hold)).isInstanceOfSatisfying(ConfirmOutcome.Confirmed.class,
                done -> assertThat(done.again()).isTrue());
        assertThat(extend(hold, LONG)).isEqualTo(new Refusal.Booked(hold));
        assertThat(confirm("hld_none")).isEqualTo(new Refusal.Unknown(List.of("hld_none")));
        fixture.pass(Duration.ofDays(1));
        assertThat(fixture.engine().find(fixture.workspace(), hold))
                .get().isInstanceOf(Hold.Booked.class);
    }

    @ParameterizedTest
    @EnumSource
    void cancel(Stock stock) {
        String hold = held(stock);
        fixture.held(request(stock.claim(HALL)));
        assertThat(cancel(hold, false)).isInstanceOfSatisfying(CancelOutcome.Done.class,
                done -> assertThat(done.again()).isFalse());
        assertThat(cancel(hold, false)).isInstanceOfSatisfying(CancelOutcome.Done.class,
                done -> assertThat(done.again()).isTrue());
        assertThat(confirm(hold)).isInstanceOf(Refusal.Cancelled.class);
        assertThat(extend(hold, LONG)).isInstanceOf(Refusal.Cancelled.class);
        String freed = fixture.held(request(stock.claim(HALL))).id();
        confirm(freed);
        assertThat(cancel(freed, false)).isEqualTo(new Refusal.Booked(freed));
        assertThat(cancel(freed, true)).isInstanceOf(CancelOutcome.Done.class);
        assertThat(cancel("hld_none", true)).isEqualTo(new Refusal.Unknown(List.of("hld_none")));
    }

    @ParameterizedTest
    @EnumSource
    void extend(Stock stock) {
        String hold = held(stock);
        assertThat(extend(hold, LONG)).isInstanceOfSatisfying(ExtendOutcome.Extended.class,
                done -> assertThat(done.hold().version()).isEqualTo(2));
        fixture.pass(HoldRequest.USUAL.plusMinutes(1));
        assertThat(confirm(hold)).isInstanceOf(ConfirmOutcome.Confirmed.class);
        assertThat(extend("hld_none", LONG)).isEqualTo(new Refusal.Unknown(List.of("hld_none")));
    }

    @ParameterizedTest
    @EnumSource
    void exchange(Stock stock) {
        String hold = held(stock);
        fixture.engine().offer(fixture.workspace(), stock.inventory(OTHER));
        assertThat(exchange(hold, 5, stock.claim(OTHER))).isEqualTo(new Refusal.Stale(hold, 1));
        assertThat(exchange(hold, 1, stock.claim(OTHER)))
                .isInstanceOfSatisfying(ExchangeOutcome.Exchanged.class,
                        done -> assertThat(done.hold().version()).isEqualTo(2));
        fixture.held(request(stock.claim(HALL), stock.claim(HALL)));
        assertThat(exchange(hold, 2, stock.claim(HALL))).isInstanceOf(Refusal.Unavailable.class);
        confirm(hold);
        assertThat(exchange(hold, 3, stock.claim(OTHER), stock.claim(OTHER)))
                .isInstanceOfSatisfying(ExchangeOutcome.Exchanged.class,
                        done -> assertThat(done.hold()).isInstanceOf(Hold.Booked.class));
        assertThat(exchange("hld_none", 1, stock.claim(HALL)))
                .isEqualTo(new Refusal.Unknown(List.of("hld_none")));
    }

    @ParameterizedTest
    @EnumSource
    void blockAndUnblock(Stock stock) {
        String hold = held(stock);
        String second = fixture.held(request(stock.claim(HALL))).id();
        BlockRequest request =
                new BlockRequest(fixture.workspace(), "repair", stock.all(HALL));
        assertThat(fixture.engine().block(request))
                .isInstanceOfSatisfying(Refusal.InTheWay.class, refusal -> assertThat(
                        refusal.claims()).extracting(Refusal.Standing::hold).contains(hold));
        cancel(hold, false);
        cancel(second, false);
        BlockOutcome blocked = fixture.engine().block(request);
        assertThat(blocked).isInstanceOf(BlockOutcome.Blocked.class);
        String block = ((BlockOutcome.Blocked) blocked).block().id();
        assertThat(hold(stock.claim(HALL), stock.claim(HALL)))
                .isInstanceOf(Refusal.Unavailable.class);
        assertThat(fixture.engine().unblock(fixture.workspace(), block))
                .isInstanceOf(CancelOutcome.Done.class);
        fixture.held(request(stock.claim(HALL), stock.claim(HALL)));
    }

    @ParameterizedTest
    @EnumSource
    void expire(Stock stock) {
        String hold = held(stock);
        fixture.held(request(stock.claim(HALL)));
        fixture.pass(HoldRequest.USUAL);
        assertThat(confirm(hold)).isInstanceOf(Refusal.Expired.class);
        assertThat(cancel(hold, false)).isInstanceOf(Refusal.Expired.class);
        assertThat(extend(hold, LONG)).isInstanceOf(Refusal.Expired.class);
        assertThat(exchange(hold, 1, stock.claim(HALL))).isInstanceOf(Refusal.Expired.class);
        assertThat(hold(stock.claim(HALL))).isInstanceOf(HoldOutcome.Granted.class);
        assertThat(fixture.engine().expire(1_000)).isGreaterThanOrEqualTo(2);
        assertThat(fixture.engine().find(fixture.workspace(), hold))
                .get().isInstanceOf(Hold.Expired.class);
        assertThat(hold(stock.claim(HALL))).isInstanceOf(HoldOutcome.Granted.class);
        assertThat(hold(stock.claim(HALL))).isInstanceOf(Refusal.Unavailable.class);
    }

    @ParameterizedTest
    @EnumSource
    void limitOfACustomer(Stock stock) {
        fixture.engine().offer(fixture.workspace(), stock.inventory(HALL));
        HoldRequest ann =
                request(stock.claim(HALL)).customer("Ann Lee", new Limit("gala", 1, 1));
        assertThat(fixture.engine().hold(ann)).isInstanceOf(HoldOutcome.Granted.class);
        assertThat(fixture.engine().hold(ann)).isEqualTo(new Refusal.LimitReached("gala", 1, 0));
        assertThat(fixture.engine().hold(
                request(stock.claim(HALL)).customer("Bob", new Limit("gala", 1, 1))))
                .isInstanceOf(HoldOutcome.Granted.class);
        assertThat(fixture.engine().counted(fixture.workspace(), "gala", 9)).get()
                .satisfies(names -> assertThat(names).containsExactlyInAnyOrder("Ann Lee", "Bob"));
    }

    @Test
    void allKindsTogetherOrNothing() {
        for (Stock stock : Stock.values()) {
            fixture.engine().offer(fixture.workspace(), stock.inventory(stock.name()));
        }
        Claim[] all = List.of(Stock.values()).stream()
                .map(stock -> stock.claim(stock.name())).toArray(Claim[]::new);
        fixture.held(request(all));
        fixture.held(request(Stock.SEATS.claim("SEATS")));
        assertThat(hold(all)).isInstanceOf(Refusal.Unavailable.class);
        assertThat(fixture.engine().freePlaces(fixture.workspace(), "POOL").orElseThrow()
                .places()).isEqualTo(1);
        assertThat(fixture.engine().versions(fixture.workspace(), Kind.TIME, List.of("CALENDAR")))
                .containsEntry("CALENDAR", 2L);
    }

    @Test
    void poolInsidePool() {
        String here = fixture.workspace();
        fixture.engine().offer(here, new Inventory.Pool("floor", 2));
        fixture.engine().offer(here, new Inventory.Pool("vip", 2, Optional.of("floor")));
        fixture.held(request(new Claim.Capacity("vip", 1)));
        fixture.held(request(new Claim.Capacity("floor", 1)));
        assertThat(hold(new Claim.Capacity("vip", 1))).isInstanceOf(Refusal.Unavailable.class);
    }
}
