package holdfast.server.receipts;

import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.Discount;
import holdfast.server.booking.Payment;
import holdfast.server.booking.PriceSummary;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.References;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.ReceiptIssuer;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.TaxRate;
import holdfast.server.catalog.Terms;
import holdfast.server.catalog.Versioned;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the receipts that are due. A node that dies loses none: the row that asks for a receipt
/// goes with the commit that makes it. What a receipt says is read before, without a connection in
/// hand.
public final class ReceiptMaker {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiptMaker.class);
    private static final int AT_ONCE = 100;
    private static final String FEE = "fee ";

    private final ReceiptTable table;
    private final HoldfastReads engine;
    private final PricedHolds priced;
    private final Catalog catalog;
    private volatile double late;

    public ReceiptMaker(
            ReceiptTable table, HoldfastReads engine, PricedHolds priced, Catalog catalog) {
        this.table = table;
        this.engine = engine;
        this.priced = priced;
        this.catalog = catalog;
    }

    /// Whether a receipt can be made now.
    private sealed interface Plan {
        record Make(ReceiptTable.Draft draft) implements Plan {}

        /// There is nothing to make one for.
        record Nothing() implements Plan {}

        record Later(String why) implements Plan {}
    }

    /// Makes some receipts. Returns whether there may be more.
    public boolean some() throws SQLException {
        List<ReceiptTable.Due> due = table.due(AT_ONCE);
        for (ReceiptTable.Due each : due) {
            try {
                make(each);
            } catch (RuntimeException failure) {
                LOG.warn("the receipt for {} of {} could not be made", each.cause(),
                        each.workspace(), failure);
                table.later(each);
            }
        }
        late = Math.max(0, table.oldest());
        return due.size() == AT_ONCE;
    }

    /// For how many seconds the oldest receipt had been due when some were made last.
    public double late() {
        return late;
    }

    private void make(ReceiptTable.Due due) throws SQLException {
        switch (plan(due)) {
            case Plan.Make make -> table.make(due, Optional.of(make.draft()));
            case Plan.Nothing _ -> table.make(due, Optional.empty());
            case Plan.Later later -> {
                LOG.info("the receipt for {} of {} is made later: {}", due.cause(),
                        due.workspace(), later.why());
                table.later(due);
            }
        }
    }

    private Plan plan(ReceiptTable.Due due) throws SQLException {
        if (due.corrects().isPresent()) {
            return correction(due, due.corrects().get());
        }
        Optional<Hold> hold = engine.find(due.workspace(), due.hold());
        return hold.isEmpty() ? new Plan.Later("its booking is not there")
                : receipt(due, hold.get());
    }

    private Plan receipt(ReceiptTable.Due due, Hold hold) throws SQLException {
        PriceSummary summary = priced.summary(due.workspace(), hold);
        List<ReceiptContent.Line> cancelled = cancelled(due.workspace(), hold);
        Optional<String> customer =
                BookingNote.of(hold).flatMap(note -> note.contact().name());
        ReceiptIssuer issuer = issuer(due.workspace());
        if (due.amount().isPresent() && due.cause().startsWith(FEE)) {
            ReceiptTable.Paid paid = due.amount().get();
            return new Plan.Make(new ReceiptTable.Draft(issuer.series(), Optional.empty(),
                    paid.currency(), customer, part(content(due, summary, paid.provider()),
                            paid.amount()).negated()));
        }
        if (due.amount().isPresent()) {
            ReceiptTable.Paid paid = due.amount().get();
            long then = paid.amount() - cancelled.stream()
                    .mapToLong(ReceiptContent.Line::price).sum();
            boolean agrees = summary.due()
                    .filter(all -> all.amount() == then && all.currency().equals(paid.currency()))
                    .isPresent();
            return new Plan.Make(new ReceiptTable.Draft(issuer.series(), Optional.empty(),
                    paid.currency(), customer,
                    agrees ? content(due, summary, paid.provider()).and(cancelled)
                            : isPart(summary, then, paid.currency())
                                    ? part(content(due, summary, paid.provider()).and(cancelled),
                                            paid.amount()).negated().pays(pays(due, hold))
                                    : paidOnly(due, paid)));
        }
        Optional<String> method = ReceiptRows.method(hold);
        Optional<Money> total = summary.total().filter(all -> all.amount() > 0);
        return method.isEmpty() || total.isEmpty() ? new Plan.Nothing()
                : new Plan.Make(new ReceiptTable.Draft(issuer.series(), Optional.empty(),
                        total.get().currency(), customer,
                        content(due, summary, method.get()).and(cancelled)));
    }

    /// Items that were paid and are cancelled already: their correction comes after the receipt.
    private List<ReceiptContent.Line> cancelled(String workspace, Hold hold) throws SQLException {
        return table.cancelled(workspace, hold.id(), hold.version()).stream()
                .map(each -> new ReceiptContent.Line(
                        priced.entry(workspace, each.sold()).map(CatalogEntry::name).orElse(""),
                        1, each.price(), 0, each.price(), each.rate().map(rate -> {
                            // The currency only counts for its bounds.
                            long net = new TaxRate(rate).net(
                                    new Money(each.price(), "EUR")).amount();
                            return new ReceiptContent.Tax(rate, net, each.price() - net);
                        })))
                .toList();
    }

    /// Whether a deposit or a rest was paid, of the price of the items as they are now.
    private static boolean isPart(PriceSummary summary, long paid, String currency) {
        return summary.due().filter(due -> due.currency().equals(currency)
                && paid < due.amount()).isPresent();
    }

    /// The payment that the booking names made it; any other one paid its rest.
    private static ReceiptContent.Pays pays(ReceiptTable.Due due, Hold hold) {
        return BookingNote.of(hold).flatMap(BookingNote::payment)
                .filter(payment -> payment instanceof Payment.Online online
                        && due.cause().equals("payment " + online.payment()))
                .isPresent()
                        ? ReceiptContent.Pays.DEPOSIT : ReceiptContent.Pays.REST;
    }

    private ReceiptIssuer issuer(String workspace) {
        return terms(workspace).issuer();
    }

    private Terms terms(String workspace) {
        return catalog.find(workspace, Terms.ID, Terms.class).map(Versioned::entry)
                .orElse(Terms.USUAL);
    }

    private ReceiptContent.Seller seller(String workspace) {
        Terms terms = terms(workspace);
        return new ReceiptContent.Seller(terms.issuer().name().orElse(terms.name()),
                terms.issuer().address(), terms.issuer().taxNumber());
    }

    private ReceiptContent content(ReceiptTable.Due due, PriceSummary summary, String method) {
        List<ReceiptContent.Line> lines = summary.lines().stream()
                .map(line -> new ReceiptContent.Line(line.what(), line.quantity(),
                        line.each().amount(), line.discount(), line.price().amount(),
                        line.tax().map(rate -> new ReceiptContent.Tax(rate.basisPoints(),
                                line.net().orElseThrow().amount(),
                                line.taxAmount().orElseThrow().amount()))))
                .toList();
        return new ReceiptContent(seller(due.workspace()), References.of(due.hold()), method,
                lines, ReceiptContent.sums(lines), parts(summary, false), parts(summary, true),
                ReceiptContent.Pays.ALL);
    }

    private static List<ReceiptContent.Part> parts(PriceSummary summary, boolean cards) {
        return summary.reductions().stream().filter(each -> each.card() == cards)
                .map(each -> new ReceiptContent.Part(each.name(), each.amount().amount()))
                .toList();
    }

    /// The items were exchanged between the payment and its receipt. What was paid is certain.
    private ReceiptContent paidOnly(ReceiptTable.Due due, ReceiptTable.Paid paid) {
        return new ReceiptContent(seller(due.workspace()), References.of(due.hold()),
                paid.provider(), List.of(new ReceiptContent.Line("", 1, paid.amount(), 0,
                        paid.amount(), Optional.empty())),
                List.of(), List.of(), List.of(), ReceiptContent.Pays.ALL);
    }

    private Plan correction(ReceiptTable.Due due, String cause) throws SQLException {
        Optional<Receipt> found = table.ofCause(due.workspace(), cause);
        if (found.isEmpty()) {
            if (table.isDue(due.workspace(), cause)) {
                return new Plan.Later("the receipt that it corrects is not made yet");
            }
            // It may have been made between the two looks.
            found = table.ofCause(due.workspace(), cause);
            if (found.isEmpty()) {
                return new Plan.Nothing();
            }
        }
        Receipt receipt = found.get();
        long amount = due.amount().map(ReceiptTable.Paid::amount).orElse(Math.abs(receipt.paid()));
        boolean corrected = table.isCorrected(due.workspace(), receipt);
        boolean whole = amount == Math.abs(receipt.paid()) && !corrected;
        ReceiptContent content = whole ? receipt.content().negated()
                : due.amount().isEmpty() ? left(receipt.content(),
                        table.corrections(due.workspace(), receipt))
                        : part(ofRate(receipt.content(), table.itemRate(due), amount), amount);
        return new Plan.Make(new ReceiptTable.Draft(receipt.series(), found, receipt.currency(),
                Optional.empty(), content.issuedBy(seller(due.workspace()))));
    }

    /// Its lines at the tax rate of the item that is taken back, if they come to so much.
    private static ReceiptContent ofRate(
            ReceiptContent whole, Optional<Integer> rate, long amount) {
        List<ReceiptContent.Line> lines = whole.lines().stream()
                .filter(line -> rate.isPresent()
                        && line.tax().map(ReceiptContent.Tax::rate).equals(rate))
                .toList();
        return lines.stream().mapToLong(ReceiptContent.Line::price).sum() < amount ? whole
                : new ReceiptContent(whole.issuer(), whole.reference(), whole.method(), lines,
                        ReceiptContent.sums(lines), List.of(), List.of(), whole.pays());
    }

    /// What is left of a receipt after its corrections, taken back rate by rate.
    private static ReceiptContent left(ReceiptContent whole, List<Receipt> corrections) {
        List<ReceiptContent.Line> all = Stream.concat(whole.lines().stream(),
                corrections.stream().flatMap(each -> each.content().lines().stream())).toList();
        List<ReceiptContent.Line> lines = new ArrayList<>();
        for (Optional<Integer> rate : all.stream()
                .map(line -> line.tax().map(ReceiptContent.Tax::rate)).distinct().toList()) {
            List<ReceiptContent.Line> some = all.stream().filter(line -> line.tax()
                    .map(ReceiptContent.Tax::rate).equals(rate)).toList();
            long price = some.stream().mapToLong(ReceiptContent.Line::price).sum();
            long net = some.stream().flatMap(line -> line.tax().stream())
                    .mapToLong(ReceiptContent.Tax::net).sum();
            if (price != 0) {
                lines.add(new ReceiptContent.Line("", 1, -price, 0, -price, rate.map(
                        each -> new ReceiptContent.Tax(each, -net, net - price))));
            }
        }
        return new ReceiptContent(whole.issuer(), whole.reference(), whole.method(), lines,
                ReceiptContent.sums(lines), List.of(),
                whole.giftCards().stream().map(ReceiptContent.Part::negated).toList(),
                whole.pays());
    }

    /// A part of a receipt, taken back from each of its rates in proportion to its prices.
    static ReceiptContent part(ReceiptContent whole, long amount) {
        List<Optional<Integer>> rates = whole.lines().stream()
                .map(line -> line.tax().map(ReceiptContent.Tax::rate)).distinct().toList();
        List<Long> prices = rates.stream().map(rate -> whole.lines().stream()
                .filter(line -> line.tax().map(ReceiptContent.Tax::rate).equals(rate))
                .mapToLong(ReceiptContent.Line::price).sum()).toList();
        List<Long> parts = Discount.divide(amount, prices);
        List<ReceiptContent.Line> lines = new ArrayList<>();
        for (int at = 0; at < rates.size(); at++) {
            long price = parts.get(at);
            if (price > 0) {
                // The currency only counts for its bounds.
                lines.add(new ReceiptContent.Line("", 1, -price, 0, -price,
                        rates.get(at).map(rate -> {
                            long net = new TaxRate(rate).net(new Money(price, "EUR")).amount();
                            return new ReceiptContent.Tax(rate, -net, net - price);
                        })));
            }
        }
        return new ReceiptContent(whole.issuer(), whole.reference(), whole.method(), lines,
                ReceiptContent.sums(lines), List.of(), List.of(), whole.pays());
    }
}
