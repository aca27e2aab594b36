package holdfast.server.api;

import holdfast.Hold;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.Taken;
import holdfast.server.access.Right;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Stored;
import holdfast.server.checkout.Contact;
import holdfast.server.checkout.Particulars;
import holdfast.server.checkout.Priced;
import holdfast.server.checkout.References;
import holdfast.server.checkout.Register;
import holdfast.server.checkout.Stock;
import holdfast.server.http.Answer;
import holdfast.server.http.Call;
import holdfast.server.http.Route;
import holdfast.server.json.Texts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Bookings looked for by reference, mail, name, customer, event or date; as pages or as CSV.
public final class Searches {
    private static final int AT_ONCE = 200;

    private final Holdfast engine;
    private final Catalog catalog;
    private final Register register;
    private final Priced priced;
    private final HoldJson json;

    public Searches(
            Holdfast engine, Catalog catalog, Register register, Priced priced, HoldJson json) {
        this.engine = engine;
        this.catalog = catalog;
        this.register = register;
        this.priced = priced;
        this.json = json;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/bookings", Right.READ, "listBookings",
                        "Bookings by reference, mail, name, customer, event or date.",
                        this::list),
                new Route("GET", "/v1/bookings.csv", Right.READ, "exportBookings",
                        "The same as CSV, all of them in one stream.", this::export));
    }

    private Register.Search search(Call call) {
        call.onlyQuery("reference", "email", "name", "customer", "event", "calendar", "from",
                "until", "status");
        return new Register.Search(
                call.query("reference"), call.query("email"), call.query("name"),
                call.query("customer"), inventories(call), new Register.Period(
                        moment(call, "from", Register.Period.EVER.from()),
                        moment(call, "until", Register.Period.EVER.until())));
    }

    private static Instant moment(Call call, String name, Instant otherwise) {
        return call.query(name).map(text -> Texts.moment(name, text).toInstant())
                .orElse(otherwise);
    }

    private List<String> inventories(Call call) {
        List<String> all = new ArrayList<>();
        call.query("calendar").ifPresent(all::add);
        call.query("event").ifPresent(id -> {
            // An id that nobody knows has no bookings, which is not the same as all of them.
            all.add(id);
            catalog.find(call.workspace(), id, Event.class).map(Stored::thing).ifPresent(event ->
                    new Stock(catalog).of(call.workspace(), id, event).stream()
                            .map(Inventory::id).forEach(all::add));
        });
        return all;
    }

    private record Page(List<Hold> found, Optional<Register.Mark> next) {}

    /// Goes on until the page is full: what is looked for besides the narrowest thing is compared
    /// here.
    private Page page(Call call, Register.Search search, Register.Mark after, int most) {
        Optional<String> status = call.query("status");
        List<Hold> found = new ArrayList<>();
        Register.Mark mark = after;
        while (true) {
            List<Register.Mark> marks =
                    register.find(call.workspace(), search, mark, Math.max(most, AT_ONCE));
            for (Register.Mark each : marks) {
                if (found.size() == most) {
                    return new Page(found, Optional.of(mark));
                }
                mark = each;
                engine.find(call.workspace(), each.hold())
                        .filter(hold -> fits(search, hold))
                        .filter(hold -> status.map(HoldJson.status(hold)::equals).orElse(true))
                        .ifPresent(found::add);
            }
            if (marks.size() < Math.max(most, AT_ONCE)) {
                return new Page(found, Optional.empty());
            }
        }
    }

    private static boolean fits(Register.Search search, Hold hold) {
        Contact contact = Particulars.of(hold).map(Particulars::contact).orElse(Contact.NOBODY);
        Instant madeAt = hold.basket().madeAt();
        return like(search.reference(), Optional.of(References.of(hold.id())), true)
                && like(search.email(), contact.email(), true)
                && like(search.name(), contact.name(), false)
                && (search.inventories().isEmpty() || hold.basket().items().stream()
                        .anyMatch(each -> among(search.inventories(), each)))
                && search.customer().map(id ->
                        hold.basket().customer().equals(Optional.of(id))).orElse(true)
                && !madeAt.isBefore(search.made().from())
                && madeAt.isBefore(search.made().until());
    }

    private static boolean among(List<String> inventories, Taken taken) {
        return switch (taken) {
            case Taken.Capacity places -> inventories.contains(places.pool());
            case Taken.Seats seats -> inventories.contains(seats.seatMap());
            case Taken.Time visit -> visit.stretches().stream()
                    .anyMatch(each -> inventories.contains(each.calendar()));
        };
    }

    private static boolean like(Optional<String> wanted, Optional<String> has, boolean whole) {
        String want = wanted.orElse("").toLowerCase(Locale.ROOT);
        String have = has.orElse("").toLowerCase(Locale.ROOT);
        return (whole && wanted.isPresent()) ? have.equals(want) : have.startsWith(want);
    }

    private Answer list(Call call) {
        int limit = Paging.limit(call);
        Optional<Register.Mark> begin = call.query("after").map(Searches::mark);
        Register.Search search = search(call);
        Register.Mark after = begin.orElse(new Register.Mark(search.made().from(), ""));
        Page page = page(call, search, after, limit);
        return Answer.json(200, out -> {
            out.array("items", page.found(), (each, hold) ->
                    json.booking(each, call.workspace(), hold));
            page.next().ifPresent(next ->
                    out.put("next", next.madeAt() + "~" + next.hold()));
        });
    }

    private static Register.Mark mark(String text) {
        int at = text.indexOf('~');
        if (at < 0) {
            throw new holdfast.Invalid("after", "must be the next of a page before");
        }
        return new Register.Mark(Texts.moment("after", text.substring(0, at)).toInstant(),
                text.substring(at + 1));
    }

    private Answer export(Call call) {
        Register.Search search = search(call);
        return Answer.stream("text/csv; charset=utf-8", out -> {
            line(out, List.of("booking", "reference", "status", "bookedBy", "email", "phone",
                    "customer", "madeAt", "items", "amount", "currency"));
            Register.Mark after = new Register.Mark(search.made().from(), "");
            Optional<Register.Mark> next = Optional.of(after);
            while (next.isPresent()) {
                Page page = page(call, search, next.get(), AT_ONCE);
                for (Hold hold : page.found()) {
                    line(out, row(call.workspace(), hold));
                }
                next = page.next();
            }
        }).header("Content-Disposition", "attachment; filename=\"bookings.csv\"");
    }

    private List<String> row(String workspace, Hold hold) {
        Contact contact = Particulars.of(hold).map(Particulars::contact).orElse(Contact.NOBODY);
        List<Priced.Line> lines = priced.lines(workspace, hold);
        return List.of(HoldJson.bookingId(hold.id()), References.of(hold.id()),
                HoldJson.status(hold), contact.name().orElse(""), contact.email().orElse(""),
                contact.phone().orElse(""), hold.basket().customer().orElse(""),
                hold.basket().madeAt().toString(),
                String.join("; ", lines.stream().map(HoldJson::words).toList()),
                Priced.total(lines).map(total -> Long.toString(total.amount())).orElse(""),
                Priced.total(lines).map(total -> total.currency()).orElse(""));
    }

    /// As RFC 4180 has it. A cell that a spreadsheet would take for a formula gets an apostrophe.
    private static void line(OutputStream out, List<String> cells) throws IOException {
        String line = String.join(",", cells.stream().map(cell -> {
            String safe = cell.matches("(?s)[=+\\-@\\t].*") ? "'" + cell : cell;
            return safe.matches("(?s).*[\",\\r\\n].*")
                    ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
        }).toList());
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
