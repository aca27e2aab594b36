package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.HoldfastReads;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Money;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import holdfast.server.web.Form;
import holdfast.server.web.Language;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Moves one item of a booking to another event or time; all its other items stay as they are.
public final class MovePage implements DeskSection {
    private static final String PATH = "/desk/bookings/{id}/move";
    /// So many days are shown at once.
    private static final int DAYS = 28;

    private final HoldfastReads engine;

    MovePage(HoldfastReads engine) {
        this.engine = engine;
    }

    /// What the page shows.
    ///
    /// @param item    the number of the item that is moved
    /// @param items   all items, to choose one of several
    /// @param days    days with free times; empty for an event
    /// @param day     the day whose times are shown
    /// @param targets where it can go
    /// @param owed    a higher price that was not settled yet
    public record View(
            String id, String version, int item, List<BookingDesk.Item> items, List<Target> days,
            String day, List<Target> targets, String problem, Optional<Owed> owed) {}

    /// A place to move to.
    public record Target(String value, String text) {}

    /// A higher price that was not settled yet.
    ///
    /// @param to     the target that was chosen
    /// @param amount the difference, in words
    public record Owed(String to, String amount, long smallest, String currency) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(PATH, "moveDeskBookingPage", "Where an item of a booking can be moved.",
                        DeskPlace.BOOKINGS, Permission.DESK, visit -> page(visit, 200,
                                number(visit.request().query("item").orElse("0")), "",
                                Optional.empty())),
                desk.post(PATH, "moveDeskBooking", "Move an item of a booking.",
                        DeskPlace.BOOKINGS, Permission.DESK, this::move));
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : 0;
    }

    private Response page(
            DeskVisit visit, int status, int item, String problem, Optional<Owed> owed) {
        return switch (BookingDesk.read(visit)) {
            case DeskAnswer.Refused refused -> BookingDesk.missing(visit, refused);
            case DeskAnswer.Done done -> visit.page(status, MovePage.class,
                    visit.say("desk.move.title", done.json().path("reference").asText()),
                    view(visit, done.json(), item, problem, owed));
        };
    }

    private View view(DeskVisit visit, JsonNode booking, int item, String problem,
            Optional<Owed> owed) {
        JsonNode moved = booking.path("items").path(item);
        boolean time = moved.path("kind").asText().equals("time");
        List<Target> days = time ? days(visit, engine, moved.path("service").asText())
                : List.of();
        String day = visit.request().query("day").filter(MovePage::isDay)
                .or(() -> days.stream().findFirst().map(Target::value)).orElse("");
        List<Target> targets = time
                ? day.isEmpty() ? List.of() : times(visit, moved.path("service").asText(), day)
                : events(visit, moved);
        return new View(BookingDesk.id(visit), booking.path("version").asText(), item,
                BookingDesk.items(visit.language(), booking), days, day, targets, problem, owed);
    }

    static boolean isDay(String text) {
        return text.matches("20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8]|29|30|31)");
    }

    /// The next days on which a service has free times.
    static List<Target> days(DeskVisit visit, HoldfastReads engine, String service) {
        LocalDate from = LocalDate.ofInstant(engine.now(), ZoneOffset.UTC);
        DeskAnswer answer = visit.call(DeskCall.to("freeDays").with("id", service)
                .asking("from", from.toString()).asking("to", from.plusDays(DAYS).toString())
                .asking("override", "true"));
        return answer instanceof DeskAnswer.Done done
                ? ApiText.texts(done.json().path("days")).stream()
                        .map(day -> new Target(day,
                                visit.language().shortDate(LocalDate.parse(day))))
                        .toList()
                : List.of();
    }

    /// The free times of a day.
    static List<Target> times(DeskVisit visit, String service, String day) {
        DeskAnswer answer = visit.call(DeskCall.to("freeTimes").with("id", service)
                .asking("from", day)
                .asking("to", LocalDate.parse(day).plusDays(1).toString())
                .asking("override", "true"));
        if (!(answer instanceof DeskAnswer.Done done)) {
            return List.of();
        }
        ZoneId zone = ApiText.zone(done.json());
        return ApiText.all(done.json().path("starts")).stream()
                .map(start -> new Target(start.path("start").asText(), visit.language().time(
                        OffsetDateTime.parse(start.path("start").asText())
                                .atZoneSameInstant(zone).toLocalTime())))
                .toList();
    }

    /// Other events on sale that have the same area.
    private List<Target> events(DeskVisit visit, JsonNode moved) {
        Language language = visit.language();
        return BoxOffice.upcoming(visit, engine).stream()
                .filter(event -> !event.path("id").equals(moved.path("event")))
                .filter(event -> ApiText.all(event.path("areas")).stream()
                        .anyMatch(area -> area.path("id").equals(moved.path("area"))))
                .map(event -> new Target(event.path("id").asText(), language.say("format.moment",
                        event.path("name").asText(), ApiText.when(language, event))))
                .toList();
    }

    private Response move(DeskVisit visit) {
        Form form = visit.form();
        int item = (int) form.number("item", 0, 99);
        String to = form.must("to");
        DeskAnswer read = BookingDesk.read(visit);
        if (!(read instanceof DeskAnswer.Done booking)) {
            return BookingDesk.missing(visit, (DeskAnswer.Refused) read);
        }
        List<JsonNode> items = ApiText.all(booking.json().path("items"));
        String pay = form.first("pay").orElse("");
        DeskAnswer answer = visit.call(DeskCall.to("exchangeBooking")
                .with("id", BookingDesk.id(visit)).version(form.must("version"))
                .once(form.must("nonce")).json(json -> {
                    json.put("override", true).put("waive", pay.equals("waive"));
                    json.array("items", IntStream.range(0, items.size()).boxed().toList(),
                            (out, at) -> write(out, items.get(at), at == item
                                    ? Optional.of(to) : Optional.empty()));
                    if (pay.equals("cash") || pay.equals("card")) {
                        json.object("payment", BoxOffice.paid(visit, pay, new Money(
                                form.number("smallest", 0, 999_999_999),
                                form.must("currency"))));
                    }
                }));
        return switch (answer) {
            case DeskAnswer.Done _ ->
                    visit.done(BookingDesk.path(BookingDesk.id(visit)), "moved");
            case DeskAnswer.Refused refused -> page(visit, 409, item,
                    refused.text(visit.language()), owed(visit, refused, to));
        };
    }

    private static Optional<Owed> owed(DeskVisit visit, DeskAnswer.Refused refused, String to) {
        return ApiText.money(refused.json().path("owed")).map(owed -> new Owed(
                to, visit.language().money(owed), owed.amount(), owed.currency()));
    }

    /// An item as it is, or at another event or time. Of another event it gets the best seats.
    private static void write(Json json, JsonNode item, Optional<String> to) {
        String kind = item.path("kind").asText();
        json.put("kind", kind);
        switch (kind) {
            case "time" -> {
                json.put("service", item.path("service").asText())
                        .put("start", to.orElse(item.path("start").asText()));
                if (to.isEmpty()) {
                    json.texts("with", ApiText.texts(item.path("with")));
                }
            }
            case "seats" -> {
                json.put("event", to.orElse(item.path("event").asText()))
                        .put("area", item.path("area").asText());
                if (to.isPresent()) {
                    json.put("best", item.path("seats").size());
                } else {
                    json.texts("seats", ApiText.texts(item.path("seats")));
                }
            }
            default -> {
                json.put("event", to.orElse(item.path("event").asText()))
                        .put("area", item.path("area").asText())
                        .put("quantity", item.path("quantity").asLong());
                if (item.path("tier").isTextual()) {
                    json.put("tier", item.path("tier").asText());
                }
            }
        }
    }
}
