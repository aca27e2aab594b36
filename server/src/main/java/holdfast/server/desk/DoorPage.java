package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who is expected at an event and who is inside.
public final class DoorPage implements DeskSection {
    private static final String PATH = "/desk/events/{id}/door";

    private final Catalog catalog;

    DoorPage(Catalog catalog) {
        this.catalog = catalog;
    }

    /// What the page shows.
    ///
    /// @param seesEvent whether its reader may open the event's page
    /// @param next      the query of the next page; empty on the last one
    public record View(
            String id, Counts counts, List<Row> rows, boolean seesEvent, String next) {}

    public record Counts(long admitted, long inside, long left, long conflicts) {}

    /// A ticket.
    ///
    /// @param place its area and seat
    /// @param due   what is still to be paid; empty if nothing
    public record Row(
            String name, String place, String reference, long admits, String status,
            boolean blocked, String due) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(desk.get(PATH, "deskDoor", "Who is expected and who is inside.",
                DeskPlace.DOOR, Permission.DOOR, this::show));
    }

    private Response show(DeskVisit visit) {
        return catalog.find(visit.workspace(), visit.id(), Event.class)
                .map(event -> show(visit, event)).orElseGet(visit::missing);
    }

    private Response show(DeskVisit visit, Versioned<Event> event) {
        JsonNode counts = visit.read(DeskCall.to("readDoorCounts").with("id", event.id()))
                .orElse(MissingNode.getInstance());
        DeskCall list = DeskCall.to("readDoorList").with("id", event.id()).asking("limit", "200");
        JsonNode found = visit.read(visit.request().query("after")
                .map(after -> list.asking("after", after)).orElse(list))
                .orElse(MissingNode.getInstance());
        List<Row> rows = new ArrayList<>();
        found.path("items").forEach(each -> rows.add(row(visit, event.entry(), each)));
        String mark = found.path("next").asText("");
        return visit.page(DoorPage.class, event.entry().name(), new View(event.id(),
                new Counts(counts.path("admitted").asLong(), counts.path("inside").asLong(),
                        counts.path("left").asLong(), counts.path("conflicts").asLong()),
                rows, visit.may(Permission.READ), mark.isEmpty() ? ""
                        : "?after=" + URLEncoder.encode(mark, StandardCharsets.UTF_8)));
    }

    private static Row row(DeskVisit visit, Event event, JsonNode ticket) {
        String area = ticket.path("area").asText("");
        return new Row(ticket.path("name").asText(""),
                Stream.of(event.area(area).map(each -> each.card().name()).orElse(area),
                        ticket.path("seat").asText(""))
                        .filter(part -> !part.isEmpty()).collect(Collectors.joining(" · ")),
                ticket.path("reference").asText(), ticket.path("admits").asLong(),
                ticket.path("status").asText(), ticket.path("blocked").asBoolean(),
                Optional.of(ticket.path("due")).filter(JsonNode::isObject)
                        .map(due -> visit.language().money(new Money(
                                due.path("amount").asLong(), due.path("currency").asText())))
                        .orElse(""));
    }
}
