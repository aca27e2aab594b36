package holdfast.server.storefront;

import holdfast.Holdfast;
import holdfast.server.auth.CodeGuesses;
import holdfast.server.booking.Alternatives;
import holdfast.server.booking.AuditTrail;
import holdfast.server.booking.BookingRules;
import holdfast.server.booking.BookingSearch;
import holdfast.server.booking.Checkout;
import holdfast.server.booking.ClaimMapper;
import holdfast.server.booking.EventInventories;
import holdfast.server.booking.HoldBounds;
import holdfast.server.booking.HoldTokens;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.Reductions;
import holdfast.server.booking.TokenSecrets;
import holdfast.server.booking.VisitPlanner;
import holdfast.server.catalog.Catalog;
import holdfast.server.http.Route;
import holdfast.server.mail.MailFolder;
import holdfast.server.payment.BookingAmounts;
import holdfast.server.payment.BookingCancellations;
import holdfast.server.payment.ItemCancellations;
import holdfast.server.payment.Payments;
import holdfast.server.pictures.PictureStore;
import holdfast.server.receipts.ReceiptTable;
import holdfast.server.tickets.TicketLinks;
import holdfast.server.tickets.TicketSheets;
import holdfast.server.tickets.TicketTable;
import holdfast.server.wallet.WalletAccounts;
import holdfast.server.web.Assets;
import holdfast.server.web.CsrfGuard;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Assembles the storefront from the parts that the API uses too.
public final class StorefrontPages {
    private final List<Route> routes = new ArrayList<>();

    /// The parts shared with the API.
    public record Shared(
            Holdfast engine, Catalog catalog, VisitPlanner visits, PricedHolds priced,
            Checkout checkout,
            TokenSecrets tokens, Site site, PictureStore pictures) {}

    /// Where the pages are.
    ///
    /// @param address the server's public URL, if it is configured
    /// @param mails   the mails that a demonstration shows
    public record Site(Optional<URI> address, Optional<MailFolder> mails) {}

    /// Payments, what is due for bookings, and their receipts.
    public record PaymentParts(
            Payments payments, BookingAmounts amounts, ReceiptTable receipts,
            BookingCancellations cancellations, ItemCancellations items) {}

    /// The records about bookings.
    public record BookingRecords(BookingSearch search, AuditTrail trail) {}

    /// The owners of holds, the bounds on what one visitor may hold, and the codes of holds.
    public record HoldAccess(
            HoldTokens tokens, HoldBounds bounds, Reductions codes, CodeGuesses guesses) {}

    /// What tickets are shown with.
    public record TicketReads(TicketTable tickets, TicketSheets sheets, TicketLinks links,
            WalletAccounts wallets) {}

    public StorefrontPages(Shared shared, Assets assets, BookingRecords books, HoldAccess holds,
            TicketReads tickets, PaymentParts paying) {
        Visitors visitors = new Visitors(
                shared.engine(), shared.catalog(), shared.tokens(), holds.tokens());
        Storefront storefront = new Storefront(
                shared.engine(), visitors, new CsrfGuard(shared.tokens()), assets,
                new BookingRules(shared.engine(), shared.catalog(), shared.priced()),
                shared.site(), new PictureViews(shared.pictures()));
        ItemLines lines = new ItemLines(shared.catalog(), shared.priced(), shared.visits());
        RemainingCounts left = new RemainingCounts(
                shared.engine(), shared.visits(), new EventInventories(shared.catalog()));
        OfferStates offers = new OfferStates(left, shared.visits());
        OfferFacts facts = new OfferFacts(shared.catalog(), storefront.rules());
        HomePage home = new HomePage(
                shared.catalog(), offers, left, facts, storefront.pictures());
        ChooserPages chooser = new ChooserPages(storefront, shared.catalog(),
                new EventPage(shared.engine(), shared.catalog(), left, offers, facts, home,
                        storefront.pictures()),
                new ServicePage(shared.visits(), lines, facts,
                        new LinkedData(shared.catalog(), facts), storefront.pictures()));
        VisitorBaskets baskets = new VisitorBaskets(shared.engine(),
                new ClaimMapper(shared.catalog(), shared.visits()), shared.priced(),
                holds.bounds(), holds.codes(), paying.payments());
        RulesText rules = new RulesText(lines, shared.priced(), storefront.rules());
        ProblemPage trouble = new ProblemPage(
                new Alternatives(shared.engine(), shared.visits()), lines);
        routes.addAll(new BrowseRoutes(storefront, home, chooser).routes());
        routes.addAll(new SearchEngineRoutes(storefront, shared.catalog()).routes());
        CheckoutRoutes checkout = new CheckoutRoutes(
                storefront, baskets,
                new CheckoutRoutes.Booking(shared.checkout(), paying.payments(), rules), chooser,
                trouble, lines);
        routes.addAll(checkout.routes());
        routes.addAll(new CodeRoutes(storefront, checkout,
                new CodeRoutes.Codes(holds.codes(), holds.guesses())).routes());
        routes.addAll(new PayRoutes(storefront, paying.payments(), baskets, trouble,
                new PayPage(paying.payments(), lines, trouble)).routes());
        routes.addAll(new HandoverRoutes(storefront, baskets, lines).routes());
        routes.addAll(new BookingRoutes(storefront, lines, shared.priced(), books.trail(),
                new BookingPage(storefront, lines, rules,
                        new PaidText(paying.payments(), paying.amounts(), paying.receipts(),
                                lines),
                        paying.cancellations(), paying.items(), paying.payments()),
                paying.cancellations(), paying.items(), paying.payments()).routes());
        routes.addAll(new ReceiptRoutes(storefront, paying.receipts()).routes());
        routes.addAll(new ExchangeRoutes(storefront, baskets, chooser, trouble,
                new ExchangePage(
                        lines, shared.priced(), baskets, rules, shared.checkout().practice()),
                books.trail()).routes());
        TicketsPage passes = new TicketsPage(
                tickets.tickets(), tickets.sheets(), tickets.links(), tickets.wallets());
        routes.addAll(new TicketRoutes(storefront, passes).routes());
        routes.addAll(new WalletRoutes(storefront, passes, tickets.wallets()).routes());
        shared.site().mails().ifPresent(
                folder -> routes.addAll(new MailsPage(storefront, folder).routes()));
        routes.addAll(new FindPage(storefront, books.search()).routes());
    }

    public List<Route> routes() {
        return List.copyOf(routes);
    }
}
