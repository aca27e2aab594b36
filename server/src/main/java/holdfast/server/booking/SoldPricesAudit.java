package holdfast.server.booking;

import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.change.AuditView;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Money;
import java.util.List;
import java.util.Optional;

/// Compares a booking's recorded prices with the prices in the versions that were sold. Versions
/// never change, so the two agree for ever.
final class SoldPricesAudit {
    private static final String PRICES =
            "a booking has the prices that were valid when it was sold";

    private final AuditView view;
    private final PricedHolds priced;

    SoldPricesAudit(AuditView view, Catalog catalog) {
        this.view = view;
        this.priced = new PricedHolds(catalog);
    }

    /// A booking without recorded prices was not sold from the catalogue.
    void booking(Hold booking) {
        PricedHolds.frozen(booking).ifPresent(sold -> compare(booking, sold));
    }

    private void compare(Hold booking, SoldPrices sold) {
        List<PricedHolds.Line> lines = priced.described(view.workspace(), booking);
        for (int at = 0; at < lines.size(); at++) {
            PricedHolds.Line line = lines.get(at);
            Optional<Money> written = sold.lines().get(at).price();
            if (line.of().isEmpty()) {
                report(booking, "items[" + at + "] was sold by " + line.stamp().version()
                        + ", which does not exist");
            } else if (!written.equals(line.price())) {
                report(booking, "items[" + at + "] was sold for " + text(written) + ", and "
                        + line.stamp().version() + " says " + text(line.price()));
            }
        }
        reductions(booking);
        Optional<Money> sum = SoldPrices.sum(sold.lines());
        if (!sold.total().equals(sum)) {
            report(booking, "its total is " + text(sold.total()) + ", and its items cost "
                    + text(sum));
        }
    }

    /// A code takes off what its version says, and a gift card pays what is claimed of it.
    private void reductions(Hold booking) {
        List<HeldItem> items = booking.basket().items();
        List<SoldVersion> stamps = PricedHolds.reductions(booking);
        List<PriceSummary.Line> full = priced.full(view.workspace(), booking);
        for (int at = 0; at < stamps.size(); at++) {
            SoldVersion stamp = stamps.get(at);
            int item = items.size() - stamps.size() + at;
            long taken = items.get(item) instanceof HeldItem.Capacity places
                    ? places.quantity() : 0;
            long recorded = stamp.price().map(Money::amount).orElse(-1L);
            if (ReductionPools.isCard(stamp.id()) && recorded != taken) {
                report(booking, "items[" + item + "] pays " + text(stamp.price()) + ", and "
                        + taken + " are claimed of the gift card");
            } else if (ReductionPools.isCode(stamp.id())
                    && recorded != priced.discount(view.workspace(), stamp, full)) {
                report(booking, "items[" + item + "] takes off " + text(stamp.price())
                        + ", and " + stamp.version() + " says otherwise");
            }
        }
    }

    private void report(Hold booking, String detail) {
        view.report(PRICES, booking.id(), detail);
    }

    private static String text(Optional<Money> money) {
        return money.map(each -> each.amount() + " " + each.currency()).orElse("nothing");
    }
}
