package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.BookingSearch;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import holdfast.server.web.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The page that finds a booking by its reference and the customer's mail address. If one of the
/// two is wrong, the answer does not say which.
public final class FindPage {
    private static final int MOST = 10;

    private final Storefront storefront;
    private final BookingSearch search;

    FindPage(Storefront storefront, BookingSearch search) {
        this.storefront = storefront;
        this.search = search;
    }

    /// The page's data.
    ///
    /// @param missing whether a search found nothing
    public record View(String reference, String email, boolean missing) {}

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(storefront.get("/find", "findPage", "Find a booking.",
                visitor -> storefront.page(visitor, visitor.say("find.title"), FindPage.class,
                        new View("", "", false))));
        routes.addAll(storefront.post("/find", "findBooking", "Find a booking.", this::find));
        return routes;
    }

    private Response find(Visitor visitor, Form form) {
        String reference = form.first("reference").orElse("")
                .replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
        String email = form.first("email").orElse("");
        List<String> marked = search.find(visitor.workspace(),
                BookingSearch.Search.reference(reference), BookingSearch.Mark.FIRST, MOST).stream()
                .map(BookingSearch.Mark::hold).toList();
        Optional<Hold> found = storefront.engine().find(visitor.workspace(), marked).stream()
                .filter(hold -> BookingNote.of(hold)
                        .flatMap(each -> each.contact().email())
                        .filter(email::equalsIgnoreCase).isPresent())
                .findFirst();
        return found.map(hold -> Pages.seeOther(storefront.booking(visitor, hold.id())))
                .orElseGet(() -> storefront.page(visitor, 404, visitor.say("find.title"),
                        FindPage.class, new View(reference, email, true)));
    }
}
