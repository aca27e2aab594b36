package holdfast.server;

import holdfast.Holdfast;
import holdfast.server.access.Workspaces;
import holdfast.server.api.Audits;
import holdfast.server.api.Baskets;
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
import holdfast.server.api.Venues;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Feed;
import holdfast.server.catalog.Keys;
import holdfast.server.checkout.Alternatives;
import holdfast.server.checkout.Asking;
import holdfast.server.checkout.Checkout;
import holdfast.server.checkout.Deeds;
import holdfast.server.checkout.Occupying;
import holdfast.server.checkout.Offers;
import holdfast.server.checkout.Priced;
import holdfast.server.checkout.Register;
import holdfast.server.checkout.Rules;
import holdfast.server.checkout.Stock;
import holdfast.server.checkout.Tokens;
import holdfast.server.checkout.Visits;
import holdfast.server.demo.Sample;
import holdfast.server.http.Route;
import holdfast.server.live.Boards;
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
    private final List<Route> routes = new ArrayList<>();

    private Shop(DataSource source, Register register, Holdfast engine, int watchers) {
        Catalog catalog = new Catalog(source);
        catalog.refresh();
        feed = Feed.follow(catalog);
        Keys keys = new Keys(source);
        Visits visits = new Visits(engine, catalog);
        Priced priced = new Priced(catalog);
        Offers offers = new Offers(engine, catalog, new Occupying(engine, catalog, source));
        routes.addAll(new Events(catalog, keys, offers).routes());
        boards = new Boards(engine, catalog, new Stock(catalog), watchers);
        routes.addAll(new FreeNow(engine, catalog, boards).routes());
        routes.addAll(new Calendars(engine, catalog, keys).routes());
        routes.addAll(new Closures(engine, catalog, keys).routes());
        routes.addAll(new Services(catalog, keys, visits).routes());
        routes.addAll(new Venues(engine, catalog, keys).routes());
        routes.addAll(new Seats(catalog, boards).routes());
        routes.addAll(new Charts(catalog, keys).routes());
        Asking asking = new Asking(catalog, visits);
        Checkout checkout = new Checkout(engine, priced, keys);
        sample = new Sample(engine, catalog, offers, asking, checkout);
        Alternatives alternatives = new Alternatives(engine, visits);
        routes.addAll(new Instead(alternatives).routes());
        Baskets baskets = new Baskets(engine, asking, alternatives);
        routes.addAll(new Audits(engine).routes());
        HoldJson json = new HoldJson(priced, visits);
        Tokens tokens = new Tokens(source);
        Holds.Shown shown = new Holds.Shown(json, tokens);
        Deeds deeds = new Deeds(source);
        routes.addAll(new Holds(engine, baskets, checkout, shown).routes());
        routes.addAll(new Bookings(
                engine, baskets, new Rules(engine, catalog, priced), deeds, shown).routes());
        routes.addAll(new Searches(engine, register, priced, json).routes());
        routes.addAll(new Blocks(engine, baskets, register, deeds, json).routes());
        routes.addAll(new Settings(catalog).routes());
        Assets assets = Assets.load();
        routes.addAll(assets.routes());
        routes.addAll(Display.of(routes));
        routes.addAll(new ElementsPage(catalog, assets).routes());
        routes.addAll(new CounterPages(
                new CounterPages.Shared(engine, catalog, visits, priced, checkout, tokens),
                assets, new CounterPages.Books(register, deeds)).routes());
    }

    /// Opens it for whoever comes through a door with its routes.
    ///
    /// @param watchers how many may follow an event's changes at once
    public static Shop open(DataSource source, Holdfast engine, int watchers) {
        return open(source, new Register(source, 2), engine, watchers);
    }

    /// The same, with a register of bookings on connections of its own. The engine writes what the
    /// register reads, if it was opened with `BookingRows`.
    public static Shop open(
            DataSource source, Register register, Holdfast engine, int watchers) {
        return new Shop(source, register, engine, watchers);
    }

    /// Puts on sale what a visitor can try, once.
    void fill(PrintStream out) {
        sample.fill(Workspaces.FIRST, out);
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
