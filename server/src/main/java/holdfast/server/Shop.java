package holdfast.server;

import holdfast.Holdfast;
import holdfast.change.Changes;
import holdfast.server.access.Workspaces;
import holdfast.server.api.Audits;
import holdfast.server.api.Baskets;
import holdfast.server.api.BlockedFor;
import holdfast.server.api.Blocks;
import holdfast.server.api.Bookings;
import holdfast.server.api.Calendars;
import holdfast.server.api.Charts;
import holdfast.server.api.Closures;
import holdfast.server.api.Events;
import holdfast.server.api.FreeNow;
import holdfast.server.api.HoldJson;
import holdfast.server.api.Holds;
import holdfast.server.api.Instead;
import holdfast.server.api.Searches;
import holdfast.server.api.Seats;
import holdfast.server.api.Services;
import holdfast.server.api.Settings;
import holdfast.server.api.SharedLimits;
import holdfast.server.api.Venues;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Feed;
import holdfast.server.checkout.Alternatives;
import holdfast.server.checkout.Asking;
import holdfast.server.checkout.CatalogChanges;
import holdfast.server.checkout.Checkout;
import holdfast.server.checkout.Deeds;
import holdfast.server.checkout.HoldBounds;
import holdfast.server.checkout.HoldTokens;
import holdfast.server.checkout.Priced;
import holdfast.server.checkout.Register;
import holdfast.server.checkout.Rules;
import holdfast.server.checkout.Stock;
import holdfast.server.checkout.Tokens;
import holdfast.server.checkout.Visits;
import holdfast.server.demo.Sample;
import holdfast.server.http.Route;
import holdfast.server.live.Boards;
import holdfast.server.live.Watchers;
import holdfast.server.web.Assets;
import holdfast.server.web.Display;
import holdfast.server.web.ElementsPage;
import holdfast.server.web.counter.CounterPages;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// The shop behind the door: the catalogue, the checkout, and a resource for each thing that can be
/// asked for.
public final class Shop implements AutoCloseable {
    private final Feed feed;
    private final Boards boards;
    private final Sample sample;
    private final Priced priced;
    private final List<Route> routes = new ArrayList<>();

    /// Where a shop reads and writes. Readers have connections of their own where they can: a
    /// change of the catalogue reads while it has one of the others.
    ///
    /// @param register finds bookings, which the engine writes if it was opened with `BookingRows`
    public record Stores(DataSource source, DataSource readers, Register register) {
        public static Stores on(DataSource source) {
            return new Stores(source, source, new Register(source, 2));
        }
    }

    /// How much clients may have, beside what each route bounds by itself; 0 is no bound, but for
    /// all watchers together.
    ///
    /// @param watchers     how many may follow events' changes at once
    /// @param fromOne      how many of them from one address
    /// @param inOneHold    seats, places and visits in one hold of a client without a secret key
    /// @param ofOneAddress the same in all holds of one address
    /// @param practice     whether customers may pay with the practice card
    public record Bounds(
            int watchers, int fromOne, int inOneHold, int ofOneAddress,
            boolean practice) {
        public static Bounds watchers(int most) {
            return new Bounds(most, 0, 0, 0, true);
        }
    }

    private Shop(Stores stores, Holdfast engine, Changes engineChanges, Bounds most) {
        DataSource source = stores.source();
        Register register = stores.register();
        Catalog catalog = new Catalog(stores.readers());
        catalog.refresh();
        feed = Feed.follow(catalog);
        Visits visits = new Visits(engine, catalog);
        priced = new Priced(catalog);
        CatalogChanges changes = new CatalogChanges(engineChanges, catalog);
        routes.addAll(new Events(catalog, changes).routes());
        boards = new Boards(engine, catalog, new Stock(catalog),
                new Watchers(most.watchers(), most.fromOne()));
        routes.addAll(new FreeNow(engine, catalog, boards).routes());
        routes.addAll(new Calendars(catalog, changes).routes());
        routes.addAll(new Closures(engine, catalog, changes).routes());
        routes.addAll(new Services(catalog, changes, visits).routes());
        routes.addAll(new Venues(catalog, changes).routes());
        routes.addAll(new SharedLimits(catalog, changes).routes());
        routes.addAll(new Seats(catalog, boards).routes());
        routes.addAll(new Charts(catalog, changes).routes());
        Asking asking = new Asking(catalog, visits);
        Checkout checkout = new Checkout(engine, priced, most.practice());
        sample = new Sample(engine, catalog, changes, asking, checkout);
        Alternatives alternatives = new Alternatives(engine, visits);
        routes.addAll(new Instead(alternatives).routes());
        Baskets baskets = new Baskets(engine, asking, alternatives);
        routes.addAll(new Audits(engine).routes());
        HoldJson json = new HoldJson(priced, visits);
        Tokens tokens = new Tokens(source);
        HoldTokens holdTokens = new HoldTokens(tokens, source);
        HoldBounds bounds = new HoldBounds(
                engine, new HoldBounds.Most(most.inOneHold(), most.ofOneAddress()));
        Holds.Shown shown = new Holds.Shown(json, holdTokens, most.practice());
        Deeds deeds = new Deeds(source);
        routes.addAll(new Holds(engine, baskets, checkout, shown, bounds).routes());
        routes.addAll(new Bookings(
                engine, baskets, new Rules(engine, catalog, priced), deeds, shown,
                bounds).routes());
        routes.addAll(new Searches(engine, register, priced, json).routes());
        routes.addAll(new Blocks(engine, baskets, new Blocks.Books(register, deeds), json,
                new BlockedFor(catalog)).routes());
        routes.addAll(new Settings(catalog, changes).routes());
        Assets assets = Assets.load();
        routes.addAll(assets.routes());
        routes.addAll(Display.of(routes));
        routes.addAll(new ElementsPage(catalog, assets).routes());
        routes.addAll(new CounterPages(
                new CounterPages.Shared(engine, catalog, visits, priced, checkout, tokens),
                assets, new CounterPages.Books(register, deeds),
                new CounterPages.Bounded(holdTokens, bounds)).routes());
    }

    /// Opens it for whoever comes through a door with its routes.
    public static Shop open(
            Stores stores, Holdfast engine, Changes changes, Bounds most) {
        return new Shop(stores, engine, changes, most);
    }

    /// Puts on sale what a visitor can try, once.
    void fill(PrintStream out) {
        sample.fill(Workspaces.FIRST, out);
    }

    /// How many times something of a hold could not be read.
    double unreadable() {
        return priced.unreadable();
    }

    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /// Ends what would never end by itself.
    public void stopping() {
        boards.close();
    }

    @Override
    public void close() {
        boards.close();
        feed.close();
    }
}
