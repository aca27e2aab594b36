package holdfast.server;

import holdfast.Holdfast;
import holdfast.change.Changes;
import holdfast.change.Forgetting;
import holdfast.change.Snapshots;
import holdfast.server.api.PaymentRoutes;
import holdfast.server.api.Pictures;
import holdfast.server.api.ProviderRoutes;
import holdfast.server.api.Audits;
import holdfast.server.api.BlockedFor;
import holdfast.server.api.Blocks;
import holdfast.server.api.BookingFeeRoutes;
import holdfast.server.api.Bookings;
import holdfast.server.api.Calendars;
import holdfast.server.api.Charts;
import holdfast.server.api.Closures;
import holdfast.server.api.DiscountCodes;
import holdfast.server.api.Doors;
import holdfast.server.api.EventCancelling;
import holdfast.server.api.Events;
import holdfast.server.api.Forgets;
import holdfast.server.api.FreeNow;
import holdfast.server.api.GiftCards;
import holdfast.server.api.HoldCodes;
import holdfast.server.api.HoldJson;
import holdfast.server.api.Holds;
import holdfast.server.api.Receipts;
import holdfast.server.api.ReportRoutes;
import holdfast.server.api.RequestedItems;
import holdfast.server.api.Scans;
import holdfast.server.api.Searches;
import holdfast.server.api.Schedules;
import holdfast.server.api.Seats;
import holdfast.server.api.Services;
import holdfast.server.api.SharedLimits;
import holdfast.server.api.Suggestions;
import holdfast.server.api.Tickets;
import holdfast.server.api.Venues;
import holdfast.server.api.Wallets;
import holdfast.server.api.WorkspaceSettings;
import holdfast.server.auth.Access;
import holdfast.server.auth.CodeGuesses;
import holdfast.server.auth.RateLeases;
import holdfast.server.auth.Workspaces;
import holdfast.server.availability.LiveEvents;
import holdfast.server.availability.StreamLimits;
import holdfast.server.booking.Alternatives;
import holdfast.server.booking.AuditTrail;
import holdfast.server.booking.BookingFees;
import holdfast.server.booking.BookingRules;
import holdfast.server.booking.BookingSearch;
import holdfast.server.booking.CatalogChanges;
import holdfast.server.booking.Checkout;
import holdfast.server.booking.ClaimMapper;
import holdfast.server.booking.Deposits;
import holdfast.server.booking.Erasure;
import holdfast.server.booking.EventInventories;
import holdfast.server.booking.HoldBounds;
import holdfast.server.booking.HoldTokens;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.ReducedBookings;
import holdfast.server.booking.Reductions;
import holdfast.server.booking.TokenSecrets;
import holdfast.server.booking.VisitPlanner;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogFeed;
import holdfast.server.demo.DemoProviders;
import holdfast.server.demo.SampleData;
import holdfast.server.desk.DeskPages;
import holdfast.server.http.Route;
import holdfast.server.mail.Attachments;
import holdfast.server.mail.MailFolder;
import holdfast.server.mail.MailWriter;
import holdfast.server.settings.Network;
import holdfast.server.payment.BookingAmounts;
import holdfast.server.payment.BookingCancellations;
import holdfast.server.payment.EventCancellations;
import holdfast.server.payment.ItemCancellations;
import holdfast.server.payment.PaymentWorker;
import holdfast.server.payment.Payments;
import holdfast.server.payment.ProviderAudit;
import holdfast.server.payment.Providers;
import holdfast.server.payment.SecretCipher;
import holdfast.server.pictures.PictureFiles;
import holdfast.server.pictures.PictureStore;
import holdfast.server.receipts.ReceiptMaker;
import holdfast.server.receipts.ReceiptTable;
import holdfast.server.reports.Reports;
import holdfast.server.storefront.StorefrontPages;
import holdfast.server.tickets.AmountDue;
import holdfast.server.tickets.CheckIns;
import holdfast.server.tickets.DoorLists;
import holdfast.server.tickets.DoorTable;
import holdfast.server.tickets.TicketKeys;
import holdfast.server.tickets.TicketLinks;
import holdfast.server.tickets.TicketSheets;
import holdfast.server.tickets.TicketTable;
import holdfast.server.wallet.WalletAccounts;
import holdfast.server.web.Assets;
import holdfast.server.web.CsrfGuard;
import holdfast.server.web.ElementsPage;
import holdfast.server.web.StorefrontApi;
import holdfast.server.webhooks.PublicAddresses;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import javax.sql.DataSource;

/// Builds the routes of the API and the storefront, and the services behind them.
public final class Application implements AutoCloseable {
    private final CatalogFeed feed;
    private final LiveEvents events;
    private final SampleData sample;
    private final PricedHolds priced;
    private final Messages messages;
    private final Attachments attachments;
    private final BiFunction<DeskAccess, List<Route>, List<Route>> desk;
    private final Payments payments;
    private final EventCancellations cancellations;
    private final Assets assets;
    private final ReceiptMaker receipts;
    private final List<Route> routes = new ArrayList<>();

    /// Data sources. Readers have a pool of their own where possible: a change of the catalogue
    /// reads while it holds a connection of the other pool.
    ///
    /// @param search   finds bookings; the engine writes the index if it was opened with
    ///                 `BookingRows`
    /// @param cipher encrypts the workspaces' keys for payment providers
    /// @param mails  the mails that a demonstration shows
    /// @param rates  what the nodes share of a rate
    public record Stores(
            DataSource source, DataSource readers, BookingSearch search, SecretCipher cipher,
            Optional<MailFolder> mails, RateLeases rates) {
        public static Stores on(DataSource source) {
            return new Stores(source, source, new BookingSearch(source, 2),
                    SecretCipher.of(Optional.empty(), Path.of("data", SecretCipher.FILE)),
                    Optional.empty(), new RateLeases(source));
        }
    }

    /// Limits for clients, beside the limits of each route. 0 means no limit, except for
    /// `watchers`.
    ///
    /// @param watchers streams of events' changes that may be open at once
    /// @param watchersPerAddress the same for one address
    /// @param mostInOneHold seats, places and visits in one hold of a client without a secret key
    /// @param mostPerAddress the same for all holds of one address
    /// @param practice whether customers may pay with the practice card
    /// @param publicUrl where browsers reach the server, if it is configured
    /// @param webhooks networks beside the public ones that webhooks may reach
    public record Bounds(
            int watchers, int watchersPerAddress, int mostInOneHold, int mostPerAddress,
            boolean practice, List<Network> webhooks, Optional<URI> publicUrl) {
        public Bounds {
            webhooks = List.copyOf(webhooks);
        }

        public static Bounds watchers(int most) {
            return new Bounds(most, 0, 0, 0, true, List.of(), Optional.empty());
        }
    }

    private <E extends Changes & Forgetting & Snapshots> Application(
            Stores stores, Holdfast engine, E plain, Bounds most) {
        DataSource source = stores.source();
        BookingSearch search = stores.search();
        Catalog catalog = new Catalog(stores.readers());
        catalog.refresh();
        feed = CatalogFeed.follow(catalog);
        VisitPlanner visits = new VisitPlanner(engine, catalog);
        priced = new PricedHolds(catalog);
        CatalogChanges changes = new CatalogChanges(plain, catalog);
        PictureStore pictures = new PictureStore(source, stores.readers(), catalog);
        routes.addAll(new Pictures(pictures).routes());
        routes.addAll(new PictureFiles(pictures).routes());
        routes.addAll(new Events(catalog, changes).routes());
        events = new LiveEvents(engine, catalog, new EventInventories(catalog),
                new StreamLimits(most.watchers(), most.watchersPerAddress()));
        routes.addAll(new FreeNow(engine, catalog, events).routes());
        routes.addAll(new Calendars(catalog, changes).routes());
        routes.addAll(new Closures(engine, catalog, changes).routes());
        routes.addAll(new Services(catalog, changes, visits).routes());
        routes.addAll(new Schedules(engine, catalog, priced).routes());
        routes.addAll(new Venues(catalog, changes).routes());
        routes.addAll(new SharedLimits(catalog, changes).routes());
        routes.addAll(new Seats(catalog, events).routes());
        routes.addAll(new Charts(catalog, changes).routes());
        ClaimMapper mapper = new ClaimMapper(catalog, visits);
        Checkout checkout = new Checkout(engine, priced, most.practice());
        Providers providers = Providers.shipped();
        payments = new Payments(new Payments.Parts(engine, source, checkout, priced, mapper),
                providers, stores.cipher());
        sample = new SampleData(engine, catalog, changes, mapper, checkout, pictures);
        Alternatives alternatives = new Alternatives(engine, visits);
        routes.addAll(new Suggestions(alternatives).routes());
        Reductions reductions = new Reductions(engine, catalog, mapper, priced);
        RequestedItems baskets = new RequestedItems(engine, mapper, alternatives, reductions);
        routes.addAll(new Audits(engine,
                new ProviderAudit(engine, source, providers, stores.cipher())).routes());
        BookingAmounts amounts = new BookingAmounts(source, priced);
        BookingRules rules = new BookingRules(engine, catalog, priced);
        HoldJson json = new HoldJson(priced, visits, amounts, rules);
        TokenSecrets tokens = new TokenSecrets(source);
        HoldTokens holdTokens = new HoldTokens(tokens, source);
        HoldBounds bounds = new HoldBounds(
                engine, new HoldBounds.Maximums(most.mostInOneHold(), most.mostPerAddress()));
        Holds.Shown shown = new Holds.Shown(json, holdTokens, most.practice());
        AuditTrail trail = new AuditTrail(source);
        routes.addAll(new Holds(
                engine, baskets, checkout, shown, bounds, payments).routes());
        BookingCancellations ending =
                new BookingCancellations(engine, source, payments, priced, rules);
        routes.addAll(new Bookings(engine, baskets, rules, trail, shown,
                bounds, ending, new BookingFees(priced, rules)).routes());
        ReducedBookings reduced = new ReducedBookings(engine, mapper, priced, reductions);
        ItemCancellations items = new ItemCancellations(
                engine, source, payments, reduced, priced, rules);
        routes.addAll(new BookingFeeRoutes(engine, ending, rules, shown, trail, payments, items)
                .routes());
        CodeGuesses guesses = new CodeGuesses(stores.rates());
        routes.addAll(new HoldCodes(
                reductions, json, holdTokens, payments, guesses).routes());
        routes.addAll(new DiscountCodes(engine, catalog, changes).routes());
        routes.addAll(new GiftCards(engine, catalog, changes, tokens).routes());
        routes.addAll(new PaymentRoutes(payments, holdTokens, trail).routes());
        cancellations = new EventCancellations(engine, payments, trail,
                reduced, source);
        routes.addAll(new EventCancelling(catalog, changes, cancellations).routes());
        ReceiptTable receiptTable = new ReceiptTable(source);
        receipts = new ReceiptMaker(receiptTable, engine, priced, catalog);
        routes.addAll(new Receipts(engine, receiptTable, holdTokens).routes());
        routes.addAll(new ReportRoutes(engine, new Reports(plain)).routes());
        routes.addAll(new ProviderRoutes(payments, providers).routes());
        routes.addAll(new Searches(engine, search, priced, json).routes());
        routes.addAll(new Blocks(engine, baskets, new Blocks.BookingRecords(search, trail), json,
                new BlockedFor(catalog)).routes());
        routes.addAll(new Forgets(new Erasure(plain, source)).routes());
        routes.addAll(new WorkspaceSettings(catalog, changes).routes());
        messages = new Messages(source, new MailWriter.Booked(
                engine, catalog, priced, visits, tokens,
                (workspace, booking) -> amounts.of(workspace, booking).owed()
                        .map(owed -> new MailWriter.Owed(owed,
                                Deposits.until(priced, rules, workspace, booking))),
                new PaymentMails(payments, cancellations)));
        routes.addAll(messages.routes(changes, new PublicAddresses(most.webhooks())));
        TicketTable tickets = new TicketTable(source, stores.readers());
        TicketKeys keys = new TicketKeys(source);
        TicketSheets sheets = new TicketSheets(catalog, priced, visits, keys);
        attachments = new TicketAttachments(tickets, sheets);
        WalletAccounts wallets = new WalletAccounts(source, stores.cipher());
        routes.addAll(new Wallets(wallets).routes());
        AmountDue due = (workspace, booking) -> amounts.of(workspace, booking).owed();
        DoorTable doors = new DoorTable(source, stores.readers());
        DoorLists lists = new DoorLists(source, stores.readers());
        CheckIns checkIns = new CheckIns(source, tickets, keys, engine, due);
        TicketLinks links = new TicketLinks(tokens);
        routes.addAll(new Tickets(engine, tickets, keys, sheets,
                new Tickets.Guarding(holdTokens, links, trail)).routes());
        routes.addAll(new Doors(catalog, doors, lists,
                new Doors.Reads(engine, tickets, keys, due)).routes());
        routes.addAll(new Scans(checkIns, lists).routes());
        assets = Assets.load();
        routes.addAll(assets.routes());
        routes.addAll(StorefrontApi.of(routes));
        routes.addAll(new ElementsPage(catalog, assets).routes());
        routes.addAll(new StorefrontPages(
                new StorefrontPages.Shared(engine, catalog, visits, priced, checkout, tokens,
                        new StorefrontPages.Site(most.publicUrl(), stores.mails()), pictures),
                assets, new StorefrontPages.BookingRecords(search, trail),
                new StorefrontPages.HoldAccess(holdTokens, bounds, reductions, guesses),
                new StorefrontPages.TicketReads(tickets, sheets, links, wallets),
                new StorefrontPages.PaymentParts(payments, amounts, receiptTable, ending,
                        items))
                .routes());
        desk = (staff, api) -> new DeskPages(
                new DeskPages.StaffAccess(staff.access(), staff.secure(), new CsrfGuard(tokens),
                        staff.demo()),
                new DeskPages.Reads(engine, catalog, doors, lists), checkIns,
                assets, api).routes();
    }

    /// Opens it; an HTTP server serves its routes.
    ///
    /// @param plain the engine itself, for what a decorator of it does not have
    public static <E extends Changes & Forgetting & Snapshots> Application open(
            Stores stores, Holdfast engine, E plain, Bounds most) {
        return new Application(stores, engine, plain, most);
    }

    /// Fills the first workspace with sample data, once. Returns the id of a concert.
    public Optional<String> fill(PrintStream out) {
        return sample.fill(Workspaces.FIRST, out);
    }

    /// Offers the demonstration's customers ways to pay.
    ///
    /// @param sandbox the address of the sandbox, if it is there
    public void offerPayment(Optional<String> sandbox) {
        new DemoProviders(payments.accounts(), Providers.shipped())
                .offer(Workspaces.FIRST, sandbox);
    }

    /// How often a part of a hold or booking could not be read.
    double unreadable() {
        return priced.unreadable();
    }

    /// What mails about bookings carry.
    Attachments attachments() {
        return attachments;
    }

    /// What goes out about bookings.
    Messages messages() {
        return messages;
    }

    /// What drives payments forward; a node runs it as a job.
    PaymentWorker payments() {
        return new PaymentWorker(payments);
    }

    /// What cancels the bookings of cancelled events; a node runs it as a job.
    EventCancellations cancellations() {
        return cancellations;
    }

    /// The styles, scripts and pictures of the pages.
    Assets assets() {
        return assets;
    }

    /// What makes receipts; a node runs it as a job.
    ReceiptMaker receipts() {
        return receipts;
    }

    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /// How staff reach the desk.
    ///
    /// @param secure whether browsers reach the server by HTTPS
    /// @param demo   whether visitors may sign in with one click
    public record DeskAccess(Access access, boolean secure, boolean demo) {}

    /// The pages of the staff.
    ///
    /// @param api the routes of the API, which the pages call
    public List<Route> desk(DeskAccess access, List<Route> api) {
        return desk.apply(access, api);
    }

    /// Ends the streams, which would not end by themselves.
    public void stopping() {
        events.close();
    }

    @Override
    public void close() {
        events.close();
        feed.close();
    }
}
