package holdfast.server.web.counter;

import holdfast.Holdfast;
import holdfast.server.catalog.Catalog;
import holdfast.server.checkout.Alternatives;
import holdfast.server.checkout.Asking;
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
import holdfast.server.http.Route;
import holdfast.server.web.Assets;
import holdfast.server.web.Guard;
import java.util.ArrayList;
import java.util.List;

/// Puts the counter together from the parts that the API is made of too.
public final class CounterPages {
    private final List<Route> routes = new ArrayList<>();

    /// What the counter shares with the API.
    public record Shared(
            Holdfast engine, Catalog catalog, Visits visits, Priced priced, Checkout checkout,
            Tokens tokens) {}

    /// What is written down of bookings.
    public record Books(Register register, Deeds deeds) {}

    /// Whose holds are, and how much one visitor may hold.
    public record Bounded(HoldTokens tokens, HoldBounds bounds) {}

    public CounterPages(Shared shared, Assets assets, Books books, Bounded holds) {
        Guests guests = new Guests(shared.engine(), shared.tokens(), holds.tokens());
        Counter counter = new Counter(
                shared.engine(), guests, new Guard(shared.tokens()), assets,
                new Rules(shared.engine(), shared.catalog(), shared.priced()));
        Lines lines = new Lines(shared.catalog(), shared.priced(), shared.visits());
        Left left = new Left(shared.engine(), shared.visits());
        Home home = new Home(shared.catalog(), left, shared.visits());
        Chooser chooser = new Chooser(counter, shared.catalog(),
                new EventPage(shared.engine(), new Stock(shared.catalog()), left, home),
                new ServicePage(shared.visits(), lines));
        Baskets baskets = new Baskets(shared.engine(),
                new Asking(shared.catalog(), shared.visits()), shared.priced(), holds.bounds());
        Trouble trouble = new Trouble(
                new Alternatives(shared.engine(), shared.visits()), lines);
        routes.addAll(new Window(counter, home, chooser).routes());
        routes.addAll(new Till(
                counter, baskets, shared.checkout(), chooser, trouble, lines).routes());
        routes.addAll(new Handover(counter, lines).routes());
        Rulebook rules = new Rulebook(lines, shared.priced(), counter.rules());
        routes.addAll(new MyBooking(counter, lines, shared.priced(), books.deeds(),
                new BookingPage(lines, rules)).routes());
        routes.addAll(new Exchanges(counter, baskets, chooser, trouble,
                new ExchangePage(
                        lines, shared.priced(), rules, shared.checkout().practice()),
                books.deeds()).routes());
        routes.addAll(new FindPage(counter, books.register()).routes());
    }

    public List<Route> routes() {
        return List.copyOf(routes);
    }
}
