package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holdfast.HoldfastReads;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Money;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A customer, known by a mail address: all their bookings, a file with all data about them, and
/// erasing it.
public final class CustomerPage implements DeskSection {
    static final String PATH = "/desk/customer";
    private static final int LONGEST = 200;

    private final HoldfastReads engine;

    CustomerPage(HoldfastReads engine) {
        this.engine = engine;
    }

    /// What the page shows.
    ///
    /// @param names  as they were given, without repeats
    /// @param rows   newest first
    /// @param more   whether there are more bookings than are shown
    /// @param totals of the bookings that are not cancelled, in words
    /// @param data   the address of the file with all data
    public record View(
            String email, List<String> names, List<BookingList.Row> rows, boolean more,
            String totals, String data, boolean manages, String problem) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(PATH, "deskCustomer", "A customer's bookings.", DeskPlace.BOOKINGS,
                        Permission.READ, visit -> page(visit, 200, "")),
                desk.get(PATH + "/data", "exportDeskCustomer",
                        "All data about a customer, as a file.", DeskPlace.BOOKINGS,
                        Permission.MANAGE, this::data),
                desk.post(PATH + "/forget", "forgetDeskCustomer",
                        "Erase a customer's name and addresses from all bookings.",
                        DeskPlace.BOOKINGS, Permission.MANAGE, this::forget));
    }

    /// The address of a customer's page.
    static String of(String email) {
        return PATH + "?email=" + URLEncoder.encode(email, StandardCharsets.UTF_8);
    }

    private static String email(DeskVisit visit) {
        return visit.form().first("email")
                .or(() -> visit.request().query("email", LONGEST)).orElse("").strip();
    }

    private Response page(DeskVisit visit, int status, String problem) {
        String email = email(visit);
        BookingList.Found found = BookingList.find(visit, Map.of("email", email));
        List<String> names = found.bookings().stream()
                .map(booking -> booking.at("/customer/name").asText())
                .filter(name -> !name.isEmpty()).distinct().toList();
        return visit.page(status, CustomerPage.class,
                names.isEmpty() ? email : names.getLast(),
                new View(email, names, found.bookings().reversed().stream()
                        .map(booking -> BookingList.row(visit.language(), booking)).toList(),
                        found.more(), totals(visit, found.bookings()),
                        of(email).replace("?", "/data?"), visit.may(Permission.MANAGE),
                        problem));
    }

    private static String totals(DeskVisit visit, List<JsonNode> bookings) {
        Map<String, Money> totals = new TreeMap<>();
        bookings.stream().filter(each -> each.path("status").asText().equals("booked"))
                .flatMap(each -> ApiText.money(each.path("total")).stream())
                .forEach(total -> totals.merge(total.currency(), total, Money::plus));
        return String.join(" + ",
                totals.values().stream().map(visit.language()::money).toList());
    }

    /// What is known of a customer: the bookings as the API has them, each with its payments, mails
    /// and history.
    private Response data(DeskVisit visit) {
        String email = email(visit);
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.put("email", email).put("asOf", engine.now().toString());
        BookingList.Found found = BookingList.find(visit, Map.of("email", email));
        all.put("complete", !found.more());
        ArrayNode bookings = all.putArray("bookings");
        for (JsonNode booking : found.bookings()) {
            String id = booking.path("id").asText();
            ObjectNode one = bookings.addObject();
            one.set("booking", booking);
            one.set("payments", items(visit.call(
                    DeskCall.to("listPayments").asking("hold", id).asking("limit", "50"))));
            one.set("mails", items(visit.call(
                    DeskCall.to("listMails").asking("booking", id))));
            one.set("history", items(visit.call(DeskCall.to("readBookingHistory").with("id", id)
                    .asking("limit", "200"))));
        }
        return Response.json(200, json -> all.properties()
                .forEach(field -> json.raw(field.getKey(), field.getValue()))).headers(Map.of(
                        "Content-Disposition", "attachment; filename=\"customer.json\"",
                        "Cache-Control", "no-store"));
    }

    private static ArrayNode items(DeskAnswer answer) {
        return JsonNodeFactory.instance.arrayNode().addAll(ApiText.items(answer));
    }

    private Response forget(DeskVisit visit) {
        if (visit.form().first("sure").isEmpty()) {
            return page(visit, 400, visit.say("desk.forget.unsure"));
        }
        return switch (visit.call(DeskCall.to("forget")
                .json(json -> json.put("email", email(visit))))) {
            case DeskAnswer.Done _ -> visit.done(BookingList.PATH, "forgotten");
            case DeskAnswer.Refused refused ->
                    page(visit, 400, refused.text(visit.language()));
        };
    }
}
