package holdfast.server.booking;

import holdfast.Hold;
import holdfast.Invalid;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.FeeRules;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.SaleTerms;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Share;
import holdfast.server.catalog.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/// Computes the fees of a booking by the rules that it was sold with.
public final class BookingFees {
    private final PricedHolds priced;
    private final BookingRules rules;

    public BookingFees(PricedHolds priced, BookingRules rules) {
        this.priced = priced;
        this.rules = rules;
    }

    /// The rules with which an item was sold.
    public static FeeRules rules(PricedHolds.Line line) {
        return terms(line).fees();
    }

    static SaleTerms terms(PricedHolds.Line line) {
        return line.of().map(Versioned::entry).map(BookingFees::terms).orElse(SaleTerms.NONE);
    }

    private static SaleTerms terms(CatalogEntry entry) {
        return entry instanceof Event event ? event.terms()
                : entry instanceof Service service ? service.terms() : SaleTerms.NONE;
    }

    /// What cancelling costs at a time; empty if it costs nothing.
    public Optional<Money> cancelling(String workspace, Hold booking, Instant now) {
        return sum(workspace, booking, (fees, left) -> FeeRules.at(fees.cancel(), left), now);
    }

    /// What cancelling one of its items costs at a time.
    public Optional<Money> cancelling(String workspace, Hold booking, int item, Instant now) {
        return sum(workspace, booking, line -> line.item() == item,
                (fees, left) -> FeeRules.at(fees.cancel(), left), now);
    }

    /// What changing these of its items costs at a time.
    public Optional<Money> changing(
            String workspace, Hold booking, Set<Integer> items, Instant now) {
        return sum(workspace, booking, line -> items.contains(line.item()),
                (fees, left) -> FeeRules.at(fees.change(), left), now);
    }

    /// What not coming costs.
    public Optional<Money> noShow(String workspace, Hold booking) {
        return sum(workspace, booking, (fees, left) -> fees.noShow(), Instant.EPOCH);
    }

    private Optional<Money> sum(String workspace, Hold booking,
            BiFunction<FeeRules, Duration, Optional<Share>> rule, Instant now) {
        return sum(workspace, booking, line -> true, rule, now);
    }

    private Optional<Money> sum(String workspace, Hold booking,
            Predicate<PriceSummary.Line> which,
            BiFunction<FeeRules, Duration, Optional<Share>> rule, Instant now) {
        List<PricedHolds.Line> items = priced.lines(workspace, booking);
        PriceSummary summary = priced.summary(workspace, booking);
        try {
            Optional<Money> sum = Optional.empty();
            for (PriceSummary.Line line : summary.lines().stream().filter(which).toList()) {
                PricedHolds.Line item = items.get(line.item());
                Duration left = rules.begins(workspace, item)
                        .map(start -> Duration.between(now, start)).orElse(Duration.ZERO);
                Optional<Money> fee = rule.apply(rules(item), left)
                        .map(share -> share.of(line.price(), line.quantity()));
                if (fee.isPresent()) {
                    sum = Optional.of(sum.map(fee.get()::plus).orElse(fee.get()));
                }
            }
            return sum.filter(fee -> fee.amount() > 0);
        } catch (Invalid unlike) {
            return Optional.empty();
        }
    }
}
