package holdfast.server.api;

import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.Invalid;
import holdfast.server.auth.Permission;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.BookingSearch;
import holdfast.server.booking.Contact;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.References;
import holdfast.server.catalog.Money;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Texts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Search for bookings by reference, mail address, name, customer, event or date; as pages or as
/// CSV.
public final class Searches {
    private static final int AT_ONCE = 200;
    private static final List<String> STATES = List.of("booked", "cancelled");

    private final HoldfastReads engine;
    private final BookingSearch bookings;
    private final PricedHolds priced;
    private final HoldJson json;

    public Searches(
            HoldfastReads engine, BookingSearch bookings, PricedHolds priced, HoldJson json) {
        this.engine = engine;
        this.bookings = bookings;
        this.priced = priced;
        this.json = json;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/bookings", Permission.READ, "listBookings",
                        "Bookings, by reference, mail address, name, customer, event or date.",
                        this::list),
                new Route("GET", "/v1/bookings.csv", Permission.READ, "exportBookings",
                        "All bookings that a search finds, as a CSV stream.", this::export));
    }

    private BookingSearch.Search search(Request request) {
        request.onlyQuery("reference", "email", "name", "customer", "event", "calendar", "from",
                "until", "status");
        request.query("status").filter(each -> !STATES.contains(each)).ifPresent(each -> {
            throw new Invalid("status", "must be one of " + String.join(", ", STATES));
        });
        return new BookingSearch.Search(
                request.query("reference"),
                new Contact(request.query("name"), request.query("email"), Optional.empty(),
                        Optional.empty()),
                request.query("customer"),
                Stream.of(request.query("event"), request.query("calendar"))
                        .flatMap(Optional::stream).toList(),
                request.query("status"), new BookingSearch.Period(
                        moment(request, "from", BookingSearch.Period.EVER.from()),
                        moment(request, "until", BookingSearch.Period.EVER.until())));
    }

    private static Instant moment(Request request, String name, Instant otherwise) {
        return request.query(name).map(text -> Texts.moment(name, text).toInstant())
                .orElse(otherwise);
    }

    private record Page(List<Hold> found, Optional<BookingSearch.Mark> next) {}

    /// Reads on until the page is full. The index is used for the most selective criterion; the
    /// others are compared here.
    private Page page(String workspace, BookingSearch.Search search, BookingSearch.Mark after,
            int most) {
        List<Hold> found = new ArrayList<>();
        BookingSearch.Mark mark = after;
        while (true) {
            // One more than fits, to know whether another page follows.
            int atOnce = Math.max(most + 1, AT_ONCE);
            List<BookingSearch.Mark> marks = bookings.find(workspace, search, mark, atOnce);
            Map<String, Hold> holds = new HashMap<>();
            engine.find(workspace, marks.stream().map(BookingSearch.Mark::hold).toList())
                    .forEach(hold -> holds.put(hold.id(), hold));
            for (BookingSearch.Mark each : marks) {
                if (found.size() == most) {
                    return new Page(found, Optional.of(mark));
                }
                mark = each;
                Optional.ofNullable(holds.get(each.hold())).filter(search::fits)
                        .ifPresent(found::add);
            }
            if (marks.size() < atOnce) {
                return new Page(found, Optional.empty());
            }
        }
    }

    private Response list(Request request) {
        int limit = Paging.limit(request);
        Optional<BookingSearch.Mark> begin = request.query("after").map(BookingSearch.Mark::read);
        BookingSearch.Search search = search(request);
        BookingSearch.Mark after = begin.orElse(new BookingSearch.Mark(search.made().from(), ""));
        Page page = page(request.workspace(), search, after, limit);
        return Response.json(200, out -> {
            json.bookings(out, "items", request.workspace(), page.found());
            page.next().ifPresent(next -> out.put("next", next.text()));
        });
    }

    private Response export(Request request) {
        BookingSearch.Search search = search(request);
        return Response.stream("text/csv; charset=utf-8", out -> {
            CsvLines.write(out, List.of("booking", "reference", "status", "bookedBy", "email",
                    "phone", "customer", "madeAt", "items", "amount", "currency"));
            BookingSearch.Mark after = new BookingSearch.Mark(search.made().from(), "");
            Optional<BookingSearch.Mark> next = Optional.of(after);
            while (next.isPresent()) {
                Page page = page(request.workspace(), search, next.get(), AT_ONCE);
                for (Hold hold : page.found()) {
                    CsvLines.write(out, row(request.workspace(), hold));
                }
                next = page.next();
            }
        }).header("Content-Disposition", "attachment; filename=\"bookings.csv\"");
    }

    private List<String> row(String workspace, Hold hold) {
        Contact contact = BookingNote.of(hold).map(BookingNote::contact).orElse(Contact.NONE);
        List<PricedHolds.Line> lines = priced.lines(workspace, hold);
        Optional<Money> total = priced.summary(workspace, hold).total();
        return List.of(HoldJson.bookingId(hold.id()), References.of(hold.id()),
                HoldJson.status(hold), contact.name().orElse(""), contact.email().orElse(""),
                contact.phone().orElse(""), hold.basket().customer().orElse(""),
                hold.basket().madeAt().toString(),
                String.join("; ", lines.stream().map(HoldJson::words).toList()),
                total.map(each -> Long.toString(each.amount())).orElse(""),
                total.map(Money::currency).orElse(""));
    }
}
