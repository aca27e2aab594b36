package holdfast.server.api;

import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.Invalid;
import holdfast.server.auth.Permission;
import holdfast.server.auth.Workspaces;
import holdfast.server.booking.AuditTrail;
import holdfast.server.booking.HoldTokens;
import holdfast.server.catalog.RandomIds;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.tickets.QrPicture;
import holdfast.server.tickets.Ticket;
import holdfast.server.tickets.TicketKeys;
import holdfast.server.tickets.TicketLinks;
import holdfast.server.tickets.TicketPdf;
import holdfast.server.tickets.TicketSheet;
import holdfast.server.tickets.TicketSheets;
import holdfast.server.tickets.TicketTable;
import holdfast.server.web.Language;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Tickets: read them, as JSON, PDF or picture; give them another code, pass them on, block them.
public final class Tickets {
    private final HoldfastReads engine;
    private final TicketTable tickets;
    private final TicketKeys keys;
    private final TicketSheets sheets;
    private final Guarding guarding;

    /// Who may do what to a booking's tickets, and the record of who did.
    public record Guarding(HoldTokens tokens, TicketLinks links, AuditTrail trail) {}

    public Tickets(HoldfastReads engine, TicketTable tickets, TicketKeys keys,
            TicketSheets sheets, Guarding guarding) {
        this.engine = engine;
        this.tickets = tickets;
        this.keys = keys;
        this.sheets = sheets;
        this.guarding = guarding;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/bookings/{id}/tickets", Permission.BUY,
                        "readBookingTickets", "The tickets of a booking.", this::ofBooking),
                new Route("GET", "/v1/bookings/{id}/tickets.pdf", Permission.BUY,
                        "readBookingTicketsPdf", "The valid tickets of a booking as a PDF.",
                        this::pdfOfBooking),
                new Route("GET", "/v1/tickets/keys", Permission.BUY, "readTicketKeys",
                        "The public keys by which a scanner verifies tickets.", this::keys),
                new Route("POST", "/v1/tickets/keys", Permission.OWN, "createTicketKey",
                        "Make another key, which signs tickets from now on.", this::nextKey),
                new Route("GET", "/v1/tickets/{id}", Permission.BUY, "readTicket",
                        "One ticket.", request -> shown(request, 200, find(request))),
                new Route("GET", "/v1/tickets/{id}/pdf", Permission.BUY, "readTicketPdf",
                        "A valid ticket as a PDF.", this::pdf),
                new Route("GET", "/v1/tickets/{id}/svg", Permission.BUY, "readTicketSvg",
                        "A valid ticket's QR code as SVG.", this::svg),
                new Route("GET", "/v1/tickets/{id}/png", Permission.BUY, "readTicketPng",
                        "A valid ticket's QR code as PNG.", this::png),
                new Route("POST", "/v1/tickets/{id}/reissue", Permission.BUY, "reissueTicket",
                        "Give a ticket its next code; the one before is no longer valid.",
                        this::reissue),
                new Route("POST", "/v1/tickets/{id}/transfer", Permission.BUY, "transferTicket",
                        "Pass a ticket on to another person, with its next code.",
                        this::transfer),
                new Route("POST", "/v1/tickets/{id}/block", Permission.DESK, "blockTicket",
                        "Let no one in with a ticket.", request -> block(request, true)),
                new Route("POST", "/v1/tickets/{id}/unblock", Permission.DESK, "unblockTicket",
                        "Let people in with a blocked ticket again.",
                        request -> block(request, false)));
    }

    private Hold booking(Request request) {
        return engine.find(request.workspace(), Holds.id(request, guarding.tokens()))
                .filter(hold -> hold.basket().notes().booking().isPresent())
                .orElseThrow(() -> Problem.unknown(request.path("id")));
    }

    private Response ofBooking(Request request) {
        Hold booking = booking(request);
        List<Ticket> all = tickets.ofBooking(request.workspace(), booking.id());
        return Response.json(200, json -> json.array("items", all,
                (out, ticket) -> write(request, out, ticket)))
                .header("Cache-Control", "no-store");
    }

    private Response pdfOfBooking(Request request) {
        Hold booking = booking(request);
        Language language = language(request, booking);
        List<TicketSheet> all = sheets.of(request.workspace(), booking,
                tickets.ofBooking(request.workspace(), booking.id()), language).stream()
                .filter(sheet -> open(request, sheet.ticket())).toList();
        if (all.isEmpty()) {
            throw revoked();
        }
        return pdf(all, language);
    }

    private Language language(Request request, Hold booking) {
        return sheets.language(request.query("language"), booking);
    }

    private static Response pdf(List<TicketSheet> all, Language language) {
        return Response.bytes(200, "application/pdf", TicketPdf.of(all, language))
                .header("Content-Disposition", "inline; filename=\"tickets.pdf\"")
                .header("Cache-Control", "no-store");
    }

    /// A ticket that was passed on is no longer for the one who booked it.
    private static boolean open(Request request, Ticket ticket) {
        return ticket.valid()
                && (ticket.holder().isEmpty() || request.who().may(Permission.READ));
    }

    private void write(Request request, Json json, Ticket ticket) {
        TicketJson.write(json, ticket);
        if (open(request, ticket)) {
            json.put("code", keys.code(request.workspace(), ticket))
                    .put("page", page(request.workspace(), ticket));
        }
    }

    /// The path of the ticket's own page, for the person who has it.
    private String page(String workspace, Ticket ticket) {
        return (workspace.equals(Workspaces.FIRST) ? "" : "/w/" + workspace) + "/ticket/"
                + ticket.id() + "?word=" + guarding.links().word(workspace, ticket);
    }

    private Response shown(Request request, int status, Ticket ticket) {
        return Response.json(status, json -> write(request, json, ticket))
                .header("ETag", "\"" + ticket.code().sequence() + "\"")
                .header("Cache-Control", "no-store");
    }

    /// The ticket that the path names. A caller that needs a token must send that of the booking's
    /// hold, and does not learn whether there is another ticket of that id.
    private Ticket find(Request request) {
        Optional<Ticket> ticket = tickets.find(request.workspace(), request.path("id"));
        if (request.who().needsToken(request.route().readsOnly())) {
            boolean theirs = ticket.isPresent() && request.token().isPresent()
                    && guarding.tokens().fits(request.workspace(), ticket.get().hold(),
                            request.token().get());
            if (!theirs) {
                throw Problem.forbidden("Send the token of the booking's hold as Holdfast-Token.");
            }
        }
        return ticket.orElseThrow(() -> Problem.unknown(request.path("id")));
    }

    private static Problem revoked() {
        return new Problem(409, "revoked", "The ticket is no longer valid",
                "What it stood for is no longer sold with it, or it was replaced.");
    }

    private TicketSheet sheet(Request request, Ticket ticket, Language language, Hold booking) {
        return sheets.of(request.workspace(), booking,
                tickets.ofBooking(request.workspace(), booking.id()), language).stream()
                .filter(sheet -> sheet.ticket().id().equals(ticket.id()))
                .filter(sheet -> open(request, sheet.ticket())).findFirst()
                .orElseThrow(Tickets::revoked);
    }

    private Response pdf(Request request) {
        Ticket ticket = find(request);
        Hold booking = engine.find(request.workspace(), ticket.hold())
                .orElseThrow(Tickets::revoked);
        Language language = language(request, booking);
        return pdf(List.of(sheet(request, ticket, language, booking)), language);
    }

    private QrPicture picture(Request request) {
        Ticket ticket = find(request);
        if (!open(request, ticket)) {
            throw revoked();
        }
        return QrPicture.of(keys.code(request.workspace(), ticket));
    }

    private Response svg(Request request) {
        return Response.bytes(200, "image/svg+xml",
                picture(request).svg().getBytes(StandardCharsets.UTF_8))
                .header("Cache-Control", "no-store");
    }

    private Response png(Request request) {
        return Response.bytes(200, "image/png", picture(request).png())
                .header("Cache-Control", "no-store");
    }

    private Response keys(Request request) {
        return keys(200, keys.published(request.workspace()));
    }

    private Response nextKey(Request request) {
        // Checked first, because there is no second look at what was made.
        request.onlyQuery();
        request.maybeBody(fields -> true);
        request.key();
        TicketKeys.Key key = keys.next(request.workspace());
        guarding.trail().record(request.workspace(), RandomIds.next("key_"),
                "ticket key " + key.number(), request.who().name(), Optional.empty());
        return keys(201, List.of(key));
    }

    /// As a JSON Web Key Set (RFC 7517, RFC 8037).
    private static Response keys(int status, List<TicketKeys.Key> keys) {
        return Response.json(status, json -> json.array("keys", keys, (out, key) -> out
                .put("kty", "OKP").put("crv", "Ed25519").put("kid", Integer.toString(key.number()))
                .put("x", Base64.getUrlEncoder().withoutPadding().encodeToString(key.raw()))));
    }

    private Response reissue(Request request) {
        Optional<Long> sequence = request.maybeIfMatch(() -> find(request).code().sequence());
        Ticket ticket = find(request);
        record(request, ticket, "reissue");
        return changed(request,
                tickets.reissue(request.workspace(), ticket.id(), sequence));
    }

    private static Ticket.Holder holder(Fields fields) {
        Optional<String> email = fields.maybeText("email", 200)
                .map(address -> address.strip().toLowerCase(Locale.ROOT));
        if (email.isPresent() && !email.get().matches("[^@\\s<>]+@[^@\\s<>]+")) {
            throw new Invalid(fields.name("email"), "must be a mail address");
        }
        return new Ticket.Holder(fields.text("name", 200), email);
    }

    private Response transfer(Request request) {
        Optional<Long> sequence = request.maybeIfMatch(() -> find(request).code().sequence());
        Ticket.Holder holder = request.body(Tickets::holder);
        Ticket ticket = find(request);
        record(request, ticket, "transfer");
        return changed(request,
                tickets.passOn(request.workspace(), ticket.id(), sequence, holder));
    }

    private Response changed(Request request, TicketTable.Changed changed) {
        return switch (changed) {
            case TicketTable.Changed.Done done -> shown(request, 200, done.ticket());
            case TicketTable.Changed.Revoked _ -> throw revoked();
            case TicketTable.Changed.Unknown _ -> throw Problem.unknown(request.path("id"));
            case TicketTable.Changed.Stale stale -> throw new Problem(412, "stale",
                    "It has changed since", "Read the ticket again; its code is now number "
                            + stale.ticket().code().sequence() + ".",
                    json -> json.put("version", stale.ticket().code().sequence()));
            case TicketTable.Changed.Inside _ -> throw new Problem(409, "already",
                    "The ticket has entered already",
                    "A ticket that someone is inside with cannot get another code.");
        };
    }

    private void record(Request request, Ticket ticket, String verb) {
        guarding.trail().record(request.workspace(), ticket.hold(), verb, request.who().name(),
                Optional.empty());
    }

    private Response block(Request request, boolean blocked) {
        Ticket ticket = find(request);
        record(request, ticket, blocked ? "block ticket" : "unblock ticket");
        return shown(request, 200, tickets.block(request.workspace(), ticket.id(), blocked)
                .orElseThrow(() -> Problem.unknown(ticket.id())));
    }
}
