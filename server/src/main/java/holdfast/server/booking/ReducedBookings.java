package holdfast.server.booking;

import holdfast.ExchangeRequest;
import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.Refusal;
import holdfast.RequestOptions;
import holdfast.server.catalog.Money;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Takes items out of a booking that has others too: those of one event, or one.
public final class ReducedBookings {
    private final HoldfastReads engine;
    private final ClaimMapper mapper;
    private final PricedHolds priced;
    private final Reductions reductions;

    public ReducedBookings(HoldfastReads engine, ClaimMapper mapper, PricedHolds priced,
            Reductions reductions) {
        this.engine = engine;
        this.mapper = mapper;
        this.priced = priced;
        this.reductions = reductions;
    }

    /// The exchange that leaves the other items.
    ///
    /// @param less how much less the booking costs afterwards
    public record Reduced(ExchangeRequest exchange, long less) {}

    /// Empty if the other items cannot be kept as they are.
    ///
    /// @param refund whether the customer gets the difference back; otherwise it is kept
    public Optional<Reduced> without(
            String workspace, Hold.Booked booking, String event, boolean refund) {
        List<RequestedItem> kept = priced.lines(workspace, booking).stream()
                .filter(line -> !isOf(line, event))
                .map(line -> new RequestedItem(line.item(), Optional.of(line))).toList();
        if (!(mapper.instead(workspace, kept,
                engine::now) instanceof ClaimMapper.Result.Ready items)) {
            return Optional.empty();
        }
        ClaimMapper.Result.Ready ready = reductions.carried(workspace, booking, items);
        long before = amount(priced.summary(workspace, booking).due());
        long after = amount(ready.due().map(Price::most));
        String note = Balance.noted(booking).onto(ready.note());
        if (refund && PriceDifference.of(booking, priced.summary(workspace, booking), ready,
                Optional.empty()).settle(
                        new PriceDifference.PaymentOffer(Optional.empty(), false, false),
                        ready.note()) instanceof PriceDifference.Result.Settled settled) {
            note = settled.note();
        }
        return Optional.of(new Reduced(new ExchangeRequest(workspace, booking.id(),
                booking.version(), ready.claims(), Optional.of(ready.limits()),
                new RequestOptions(Optional.empty(), Optional.empty(), Optional.of(note),
                        List.of())),
                refund ? Math.max(0, before - after) : 0));
    }

    /// A booking without one of its items.
    ///
    /// @param ready  the claims that it keeps
    /// @param before what it costs with the item, and after without it
    public record Without(
            Hold.Booked booking, ClaimMapper.Result.Ready ready, PriceSummary before,
            Optional<Money> after) {

        /// How much less it costs.
        public long less() {
            return Math.max(0, amount(before.due()) - amount(after));
        }

        /// The exchange that leaves the other items. What the customer gets back for the item, less
        /// the fee, is on the balance from then on.
        ///
        /// @param options with the note of the items that stay
        public ExchangeRequest exchange(String workspace, Optional<Money> fee,
                RequestOptions options) {
            String note = options.note().orElseThrow();
            if (!(PriceDifference.of(booking, before, ready, fee).settle(
                    new PriceDifference.PaymentOffer(Optional.empty(), false, false),
                    note) instanceof PriceDifference.Result.Settled settled)) {
                throw new IllegalStateException("an item less is not free: " + booking.id());
            }
            return new ExchangeRequest(workspace, booking.id(), booking.version(), ready.claims(),
                    Optional.of(ready.limits()), options.note(settled.note()));
        }
    }

    public sealed interface OneLess {
        record Ready(Without without) implements OneLess {}

        /// The other items cannot be kept as they are.
        record Refused(Refusal refusal) implements OneLess {}
    }

    public OneLess without(String workspace, Hold.Booked booking, int item) {
        List<PricedHolds.Line> lines = priced.lines(workspace, booking);
        List<RequestedItem> kept = IntStream.range(0, lines.size()).filter(at -> at != item)
                .mapToObj(lines::get)
                .map(line -> new RequestedItem(line.item(), Optional.of(line))).toList();
        return switch (mapper.instead(workspace, kept, engine::now)) {
            case ClaimMapper.Result.Refused refused -> new OneLess.Refused(refused.refusal());
            case ClaimMapper.Result.Ready ready -> {
                ClaimMapper.Result.Ready all = reductions.carried(workspace, booking, ready);
                yield new OneLess.Ready(new Without(booking, all,
                        priced.summary(workspace, booking), all.due().map(Price::most)));
            }
        };
    }

    private static boolean isOf(PricedHolds.Line line, String event) {
        return switch (line.taken()) {
            case HeldItem.Capacity places -> places.pool().startsWith(event + ":");
            case HeldItem.Seats seats -> seats.seatMap().startsWith(event + ":");
            case HeldItem.Time _ -> false;
        };
    }

    private static long amount(Optional<Money> money) {
        return money.map(Money::amount).orElse(0L);
    }
}
