package holdfast.server.booking;

import holdfast.ExchangeRequest;
import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.RequestOptions;
import holdfast.server.catalog.Money;
import java.util.List;
import java.util.Optional;

/// Takes the items of one event out of a booking that has others too.
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
