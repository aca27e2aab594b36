package holdfast.server.web.counter;

import holdfast.Hold;
import holdfast.server.checkout.Particulars;
import holdfast.server.checkout.Register;
import holdfast.server.http.Answer;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import holdfast.server.web.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds one's booking by its reference and the mail address it was made with. Whoever has only
/// one of the two is not told which one was right.
public final class FindPage {
    private static final int MOST = 10;

    private final Counter counter;
    private final Register register;

    FindPage(Counter counter, Register register) {
        this.counter = counter;
        this.register = register;
    }

    /// What the page shows.
    ///
    /// @param missing whether somebody looked and there was none
    public record View(String reference, String email, boolean missing) {}

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(counter.get("/find", "findPage", "Find one's booking.", guest ->
                counter.page(guest, guest.say("find.title"), FindPage.class,
                        new View("", "", false))));
        routes.addAll(counter.post("/find", "findBooking", "Find one's booking.", this::find));
        return routes;
    }

    private Answer find(Guest guest, Form form) {
        String reference = form.first("reference").orElse("")
                .replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
        String email = form.first("email").orElse("");
        List<String> marked = register.find(guest.workspace(),
                        Register.Search.reference(reference), Register.Mark.FIRST, MOST).stream()
                .map(Register.Mark::hold).toList();
        Optional<Hold> found = counter.engine().find(guest.workspace(), marked).stream()
                .filter(hold -> Particulars.of(hold)
                        .flatMap(each -> each.contact().email())
                        .filter(email::equalsIgnoreCase).isPresent())
                .findFirst();
        return found.map(hold -> Pages.seeOther(counter.booking(guest, hold.id())))
                .orElseGet(() -> counter.page(guest, 404, guest.say("find.title"),
                        FindPage.class, new View(reference, email, true)));
    }
}
