package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.auth.Permission;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Language;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The payments through providers, the oldest first, and those that need staff.
public final class MoneyPage implements DeskSection {
    private static final String PATH = "/desk/money";
    private static final List<String> STATES =
            List.of("settled", "open", "owed", "authorised", "returned", "closed");

    MoneyPage() {}

    /// What the page shows.
    ///
    /// @param filter which payments are shown
    /// @param next   the cursor of the following page; empty if there is none
    public record View(
            String filter, Map<String, String> filters, List<Row> rows, String next) {}

    /// A payment.
    ///
    /// @param booking its booking or hold
    /// @param booked  whether it became a booking, which has a page
    /// @param stuck   whether staff must look at it
    public record Row(
            String booking, boolean booked, String at, String amount, String refunded,
            String provider, String status, boolean stuck, String why) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(desk.get(PATH, "deskMoney", "The payments.", DeskPlace.MONEY,
                Permission.READ, MoneyPage::page));
    }

    private static Response page(DeskVisit visit) {
        String filter = visit.request().query("show").filter(
                each -> STATES.contains(each) || each.equals("needsStaff")).orElse("");
        DeskCall call = DeskCall.to("listPayments").asking("limit", "50");
        if (filter.equals("needsStaff")) {
            call = call.asking("needsStaff", "true");
        } else if (!filter.isEmpty()) {
            call = call.asking("status", filter);
        }
        String after = visit.request().query("after").orElse("");
        DeskAnswer answer = visit.call(after.isEmpty() ? call : call.asking("after", after));
        Map<String, String> filters = new LinkedHashMap<>();
        filters.put("", visit.say("desk.money.all"));
        filters.put("needsStaff", visit.say("desk.money.needsStaff"));
        STATES.forEach(state -> filters.put(state, visit.say("desk.payment." + state)));
        return visit.page(MoneyPage.class, visit.say("desk.nav.money"), new View(filter, filters,
                ApiText.items(answer).stream().map(each -> row(visit.language(), each))
                        .toList(),
                answer instanceof DeskAnswer.Done done
                        ? done.json().path("next").asText() : ""));
    }

    private static Row row(Language language, JsonNode payment) {
        boolean booked = payment.path("booking").isTextual();
        JsonNode refunded = payment.path("refunded");
        return new Row(payment.path(booked ? "booking" : "hold").asText(), booked,
                ApiText.moment(language, payment.path("madeAt").asText(), ZoneOffset.UTC),
                ApiText.money(language, payment.path("amount")),
                refunded.path("amount").asLong() > 0 ? ApiText.money(language, refunded) : "",
                BookingDesk.provider(language, payment),
                language.say("desk.payment." + payment.path("status").asText()),
                payment.path("needsStaff").asBoolean(), payment.path("why").asText());
    }
}
