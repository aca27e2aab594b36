package holdfast.server.booking;

import holdfast.Hold;
import holdfast.Invalid;
import holdfast.server.catalog.Deposit;
import holdfast.server.catalog.Money;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What of a hold is paid when it is booked, by the terms that its items were sold with.
public final class Deposits {
    private Deposits() {}

    /// Empty if all of it is paid at once. Gift cards pay the rest first.
    public static Optional<Money> now(PricedHolds priced, String workspace, Hold hold) {
        List<PricedHolds.Line> items = priced.lines(workspace, hold);
        if (items.stream().noneMatch(item -> BookingFees.terms(item).deposit().isPresent())) {
            return Optional.empty();
        }
        PriceSummary summary = priced.summary(workspace, hold);
        try {
            Optional<Money> part = summary.lines().stream()
                    .map(line -> BookingFees.terms(items.get(line.item())).deposit()
                            .map(deposit -> deposit.share().of(line.price(), line.quantity()))
                            .orElse(line.price()))
                    .reduce(Money::plus);
            return part.flatMap(now -> summary.due().filter(
                    due -> now.amount() > 0 && now.amount() < due.amount()).map(due -> now));
        } catch (Invalid unlike) {
            return Optional.empty();
        }
    }

    /// Until when the rest is to be paid; empty for on site.
    public static Optional<Instant> until(
            PricedHolds priced, BookingRules rules, String workspace, Hold hold) {
        return Balance.isOnSite(hold) ? Optional.empty()
                : priced.lines(workspace, hold).stream().flatMap(item -> BookingFees.terms(item)
                        .deposit().flatMap(Deposit::restBefore)
                        .flatMap(before -> rules.begins(workspace, item)
                                .map(start -> start.minus(before)))
                        .stream()).min(Comparator.naturalOrder());
    }
}
