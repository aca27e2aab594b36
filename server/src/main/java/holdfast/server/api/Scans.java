package holdfast.server.api;

import holdfast.Invalid;
import holdfast.server.auth.Permission;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.tickets.CheckIn;
import holdfast.server.tickets.CheckInOutcome;
import holdfast.server.tickets.CheckInOutcome.Reason;
import holdfast.server.tickets.CheckIns;
import holdfast.server.tickets.DoorLists;
import holdfast.server.tickets.Scan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Scans at the door, and what offline scanners send later.
public final class Scans {
    private static final int MOST_AT_ONCE = 500;

    private final CheckIns checkIns;
    private final DoorLists lists;

    public Scans(CheckIns checkIns, DoorLists lists) {
        this.checkIns = checkIns;
        this.lists = lists;
    }

    public List<Route> routes() {
        return List.of(
                new Route("POST", "/v1/check-ins", Permission.DOOR, "checkIn",
                        "Let a person in or out with a ticket.", this::redeem),
                new Route("POST", "/v1/check-ins/upload", Permission.DOOR, "uploadCheckIns",
                        "Send scans that were made offline; none is refused.", this::upload),
                new Route("POST", "/v1/check-ins/{id}/undo", Permission.DOOR, "undoCheckIn",
                        "Take an entry back, as if the ticket had not entered.", this::undo),
                new Route("POST", "/v1/check-in-conflicts/{id}/settle", Permission.DESK,
                        "settleCheckInConflict", "Mark a conflict line as settled.",
                        this::settle));
    }

    private Response redeem(Request request) {
        Scan scan = request.body(fields -> scan(request, fields, Optional.empty()));
        return switch (checkIns.redeem(request.workspace(), scan)) {
            case CheckInOutcome.Passed passed -> Response.json(
                    passed.again() || passed.checkIn().left().isPresent() ? 200 : 201,
                    json -> {
                        json.put("outcome", "ok").object("checkIn",
                                out -> TicketJson.entry(out, passed.checkIn()));
                        json.object("ticket", out -> TicketJson.atDoor(
                                out, passed.ticket(), passed.booking()));
                    }).header("Cache-Control", "no-store");
            case CheckInOutcome.Refused refused -> throw problem(refused);
            case CheckInOutcome.Conflict conflict -> throw new IllegalStateException(
                    "a scan with a network became the conflict " + conflict.id());
        };
    }

    private static Scan scan(Request request, Fields fields, Optional<String> device) {
        Optional<Scan.Offline> offline = device.map(
                each -> new Scan.Offline(each, fields.instant("at")));
        Optional<String> code = fields.maybeText("code", 400);
        Optional<String> ticket = fields.maybeText("ticket", 100);
        if (code.isPresent() == ticket.isPresent()) {
            throw new Invalid(fields.name("code"), "must be given, or ticket, and not both");
        }
        String nonce = fields.text("nonce", 100);
        if (nonce.length() < 8) {
            throw new Invalid(fields.name("nonce"), "must have at least 8 characters");
        }
        Scan.Direction direction = switch (fields.maybeText("direction", 3).orElse("in")) {
            case "in" -> Scan.Direction.IN;
            case "out" -> Scan.Direction.OUT;
            default -> throw new Invalid(fields.name("direction"), "must be in or out");
        };
        return new Scan(nonce,
                code.<Scan.Which>map(Scan.Which.Code::new)
                        .orElseGet(() -> new Scan.Which.Id(ticket.orElseThrow())),
                new Scan.Place(fields.maybeText("event", 100),
                        fields.maybeText("door", 60).orElse("")),
                new Scan.Manner(direction,
                        offline.isEmpty() && fields.flag("force", false), offline),
                request.who().name());
    }

    private static Problem problem(CheckInOutcome.Refused refused) {
        return new Problem(409, refused.reason().word(), title(refused.reason()),
                detail(refused), json -> {
                    refused.ticket().ifPresent(ticket -> json.object("ticket",
                            out -> TicketJson.atDoor(out, ticket, refused.booking())));
                    refused.earlier().ifPresent(earlier -> json.object("earlier",
                            out -> TicketJson.entry(out, earlier)));
                    refused.due().ifPresent(due -> json.object("due", due::write));
                });
    }

    private static String title(Reason reason) {
        return switch (reason) {
            case NOT_A_TICKET -> "This is no ticket";
            case NONCE_REUSED -> "The nonce is another scan's";
            case CANCELLED -> "The booking was cancelled";
            case REVOKED -> "The ticket is no longer valid";
            case NOT_INSIDE -> "No one is inside with this ticket";
            case BLOCKED -> "The ticket is blocked";
            case WRONG_DOOR -> "The ticket is for another door";
            case TOO_EARLY -> "The door is not open yet";
            case ALREADY -> "The ticket has entered already";
            case UNPAID -> "The booking is not paid yet";
        };
    }

    private static String detail(CheckInOutcome.Refused refused) {
        return switch (refused.reason()) {
            case NOT_A_TICKET -> "No ticket of this workspace has this code or id.";
            case NONCE_REUSED -> "Draw a new nonce for each scan, and send it again only with the "
                    + "same scan.";
            case CANCELLED -> "Nothing of the booking is sold any more.";
            case REVOKED -> "Ask for the newest ticket: this one was replaced.";
            case NOT_INSIDE -> "The ticket did not enter, or the person left already.";
            case BLOCKED -> "Staff blocked it. It can be forced.";
            case WRONG_DOOR -> "The ticket is for another event, or its area is not entered here. "
                    + "It can be forced.";
            case TOO_EARLY -> "The door admits no one yet. It can be forced.";
            case ALREADY -> refused.earlier().map(CheckIn::in)
                    .map(in -> "At " + in.at() + (in.door().isEmpty() ? ""
                            : ", door " + in.door()) + ", by " + in.author() + ".")
                    .orElse("");
            case UNPAID -> "Take the amount due, then force it.";
        };
    }

    private record Upload(List<Scan> scans) {}

    private Response upload(Request request) {
        Upload upload = request.body(fields -> {
            Optional<String> device = Optional.of(fields.text("device", 100));
            if (!fields.has("scans")) {
                throw new Invalid("scans", "is missing");
            }
            return new Upload(fields.objects("scans", MOST_AT_ONCE,
                    each -> scan(request, each, device)));
        });
        List<CheckInOutcome> outcomes = new ArrayList<>();
        upload.scans().forEach(
                scan -> outcomes.add(checkIns.redeem(request.workspace(), scan)));
        return Response.json(200, json -> json.array("items", outcomes, Scans::uploaded));
    }

    private static void uploaded(Json json, CheckInOutcome outcome) {
        switch (outcome) {
            case CheckInOutcome.Passed passed -> json.put("outcome", "ok")
                    .put("ticket", passed.ticket().id());
            case CheckInOutcome.Conflict conflict -> {
                json.put("outcome", conflict.reason().word()).put("conflict", conflict.id());
                conflict.earlier().ifPresent(earlier -> json.object("earlier",
                        out -> TicketJson.entry(out, earlier)));
            }
            case CheckInOutcome.Refused refused -> json.put("outcome", refused.reason().word());
        }
    }

    private Response undo(Request request) {
        return switch (checkIns.undo(
                request.workspace(), request.path("id"), request.who().name())) {
            case CheckIns.Undone.Done done -> Response.json(200,
                    json -> TicketJson.entry(json, done.checkIn()));
            case CheckIns.Undone.Left left -> throw new Problem(409, "notInside",
                    title(Reason.NOT_INSIDE), "The person left at "
                            + left.checkIn().left().orElseThrow().at() + ".",
                    json -> json.object("earlier",
                            out -> TicketJson.entry(out, left.checkIn())));
            case CheckIns.Undone.Unknown _ -> throw Problem.unknown(request.path("id"));
        };
    }

    private Response settle(Request request) {
        return lists.settle(request.workspace(), request.path("id"), request.who().name())
                .map(line -> Response.json(200, json -> Doors.line(json, line)))
                .orElseThrow(() -> Problem.unknown(request.path("id")));
    }
}
