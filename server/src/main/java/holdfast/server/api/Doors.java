package holdfast.server.api;

import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.Invalid;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.tickets.AmountDue;
import holdfast.server.tickets.CheckIn;
import holdfast.server.tickets.Door;
import holdfast.server.tickets.DoorLists;
import holdfast.server.tickets.DoorTable;
import holdfast.server.tickets.OfflineEntry;
import holdfast.server.tickets.Ticket;
import holdfast.server.tickets.TicketKeys;
import holdfast.server.tickets.TicketTable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// The doors of an event, and their lists.
public final class Doors {
    private static final int MOST = 50;

    private final Catalog catalog;
    private final DoorTable doors;
    private final DoorLists lists;
    private final Reads reads;

    /// What the lists are made from.
    public record Reads(
            HoldfastReads engine, TicketTable tickets, TicketKeys keys, AmountDue due) {}

    public Doors(Catalog catalog, DoorTable doors, DoorLists lists, Reads reads) {
        this.catalog = catalog;
        this.doors = doors;
        this.lists = lists;
        this.reads = reads;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/events/{id}/doors", Permission.DOOR, "readDoors",
                        "The doors of an event.", this::list),
                new Route("PUT", "/v1/events/{id}/doors", Permission.MANAGE, "replaceDoors",
                        "Replace the doors of an event.", this::replace),
                new Route("GET", "/v1/events/{id}/door", Permission.DOOR, "readDoorList",
                        "The valid tickets of an event, and who is inside.", this::doorList),
                new Route("GET", "/v1/events/{id}/door/counts", Permission.DOOR,
                        "readDoorCounts", "How many people are expected and inside.",
                        this::counts),
                new Route("GET", "/v1/events/{id}/door/conflicts", Permission.DOOR,
                        "listCheckInConflicts", "What offline scans left to settle.",
                        this::conflicts),
                new Route("GET", "/v1/events/{id}/door/offline", Permission.DOOR,
                        "readOfflineList", "The valid tickets for scanners without a network; "
                                + "only a ticket's code opens its entry.",
                        this::offline),
                new Route("GET", "/v1/events/{id}/door/revoked", Permission.DOOR,
                        "listRevokedCodes", "The tickets of which a code is no longer valid.",
                        this::revoked));
    }

    private Versioned<Event> event(Request request) {
        return catalog.find(request.workspace(), request.path("id"), Event.class)
                .orElseThrow(() -> Problem.unknown(request.path("id")));
    }

    private Response list(Request request) {
        return shown(doors.of(request.workspace(), event(request).id()));
    }

    private static Response shown(List<Door> doors) {
        return Response.json(200, json -> json.array("items", doors, (out, door) -> out
                .put("id", door.id()).put("name", door.name()).texts("areas", door.areas())
                .put("opensAt", door.opens().map(Instant::toString))));
    }

    private Response replace(Request request) {
        Versioned<Event> event = event(request);
        List<Door> all = request.body(fields -> doors(fields, event.entry()));
        Set<String> ids = new HashSet<>();
        for (int at = 0; at < all.size(); at++) {
            if (!ids.add(all.get(at).id())) {
                throw new Invalid("doors[" + at + "].id", "is another door's id as well");
            }
        }
        doors.replace(request.workspace(), event.id(), all);
        return shown(doors.of(request.workspace(), event.id()));
    }

    private static List<Door> doors(Fields fields, Event event) {
        if (!fields.has("doors")) {
            throw new Invalid("doors", "is missing");
        }
        return fields.objects("doors", MOST, each -> door(each, event));
    }

    private static Door door(Fields fields, Event event) {
        String id = fields.text("id", Area.LONGEST);
        Area.word(fields.name("id"), id, Area.LONGEST);
        List<String> areas = fields.texts("areas", 200);
        for (String area : areas) {
            if (event.area(area).isEmpty()) {
                throw new Invalid(fields.name("areas"), "has no area of the event: " + area);
            }
        }
        return new Door(id, fields.maybeText("name", 200).orElse(id), areas,
                fields.maybeMoment("opensAt").map(OffsetDateTime::toInstant));
    }

    private interface Page<T> {
        List<T> after(String workspace, String event, String after, int most);
    }

    /// A page of a list that is sorted by id.
    private <T> Response page(
            Request request, Page<T> list, Function<T, String> id,
            Function<List<T>, BiConsumer<Json, T>> writer) {
        int limit = Paging.limit(request);
        String after = request.query("after").map(mark -> PageMark.read(mark).by().getFirst())
                .orElse("");
        List<T> found = list.after(
                request.workspace(), event(request).id(), after, limit + 1);
        List<T> page = found.subList(0, Math.min(found.size(), limit));
        BiConsumer<Json, T> write = writer.apply(page);
        return Response.json(200, json -> {
            json.array("items", page, write);
            if (page.size() < found.size()) {
                json.put("next", PageMark.of(id.apply(page.getLast())).mark());
            }
        }).header("Cache-Control", "no-store");
    }

    private Map<String, Hold> bookings(String workspace, List<Ticket> tickets) {
        Map<String, Hold> bookings = new HashMap<>();
        reads.engine().find(workspace, tickets.stream().map(Ticket::hold).distinct().toList())
                .forEach(hold -> bookings.put(hold.id(), hold));
        return bookings;
    }

    private Response doorList(Request request) {
        return page(request, reads.tickets()::valid, Ticket::id, page -> {
            Map<String, Hold> bookings = bookings(request.workspace(), page);
            Map<String, CheckIn> entries = lists.entries(request.workspace(),
                    page.stream().map(Ticket::id).toList());
            return (json, ticket) -> {
                Optional<Hold> booking = Optional.ofNullable(bookings.get(ticket.hold()));
                TicketJson.atDoor(json, ticket, booking);
                Optional<CheckIn> entry = Optional.ofNullable(entries.get(ticket.id()));
                json.put("status", entry.map(each -> each.state().word()).orElse("expected"));
                entry.ifPresent(each -> json.object("checkIn",
                        out -> TicketJson.entry(out, each)));
                booking.flatMap(hold -> reads.due().of(request.workspace(), hold))
                        .ifPresent(due -> json.object("due", due::write));
            };
        });
    }

    private Response counts(Request request) {
        DoorLists.Counts counts = lists.counts(request.workspace(), event(request).id());
        return Response.json(200, json -> {
            json.put("admitted", counts.areas().stream()
                    .mapToLong(DoorLists.Count::admitted).sum());
            json.put("inside", counts.areas().stream().mapToLong(DoorLists.Count::inside).sum());
            json.put("left", counts.areas().stream().mapToLong(DoorLists.Count::left).sum());
            json.put("conflicts", counts.conflicts());
            json.array("areas", counts.areas(), (out, area) -> out.put("area", area.area())
                    .put("admitted", area.admitted()).put("inside", area.inside())
                    .put("left", area.left()));
        }).header("Cache-Control", "no-store");
    }

    private Response conflicts(Request request) {
        return page(request, lists::conflicts, DoorLists.Line::id, page -> Doors::line);
    }

    static void line(Json json, DoorLists.Line line) {
        json.put("id", line.id()).put("ticket", line.ticket()).put("reason", line.reason())
                .put("direction", line.direction()).put("device", line.device());
        TicketJson.passage(json, line.scanned());
        json.put("settledBy", line.settled());
    }

    private Response offline(Request request) {
        return page(request, reads.tickets()::valid, Ticket::id, page -> {
            Map<String, Hold> bookings = bookings(request.workspace(), page);
            return (json, ticket) -> {
                OfflineEntry entry = OfflineEntry.of(
                        reads.keys().code(request.workspace(), ticket), Json.text(content -> {
                            Optional<Hold> booking =
                                    Optional.ofNullable(bookings.get(ticket.hold()));
                            TicketJson.atDoor(content, ticket, booking);
                            booking.flatMap(hold -> reads.due().of(request.workspace(), hold))
                                    .ifPresent(due -> content.object("due", due::write));
                        }));
                json.put("digest", entry.digest()).put("sealed", entry.sealed());
            };
        });
    }

    private Response revoked(Request request) {
        return page(request, reads.tickets()::withInvalidCodes, Ticket::id,
                page -> (json, ticket) -> json.put("ticket", ticket.id()).put("validFrom",
                        ticket.valid() ? Optional.of(ticket.code().sequence())
                                : Optional.empty()));
    }
}
