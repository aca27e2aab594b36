package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.server.http.Problem;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.tickets.Ticket;
import holdfast.server.tickets.TicketPdf;
import holdfast.server.tickets.TicketSheet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The routes of tickets, for a visitor with the link of their booking or of one ticket.
final class TicketRoutes {
    private final Storefront storefront;
    private final TicketsPage page;

    TicketRoutes(Storefront storefront, TicketsPage page) {
        this.storefront = storefront;
        this.page = page;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(storefront.get("/booking/{id}/tickets", "ticketsPage",
                "The tickets of a booking.", visitor -> {
                    String word = word(visitor);
                    return show(visitor,
                            page.view(visitor, storefront.linked(visitor, word), word));
                }));
        routes.addAll(storefront.get("/booking/{id}/tickets.pdf", "ticketsOfBookingPdf",
                "The tickets of a booking as a PDF.", visitor -> pdf(
                        visitor, page.own(visitor, storefront.linked(visitor, word(visitor))))));
        routes.addAll(storefront.get("/ticket/{id}", "ticketPage", "One ticket.", visitor -> {
            Ticket ticket = linked(visitor);
            return show(visitor, page.view(
                    visitor, sheet(visitor, ticket), ticket.id(), word(visitor)));
        }));
        routes.addAll(storefront.get("/ticket/{id}/pdf", "ticketPdf", "One ticket as a PDF.",
                visitor -> pdf(visitor, sheet(visitor, linked(visitor)).stream().toList())));
        return routes;
    }

    private static String word(Visitor visitor) {
        return visitor.request().query("word").orElse("");
    }

    private Response show(Visitor visitor, TicketsPage.View view) {
        return storefront.page(visitor, visitor.say(view.title()), TicketsPage.class, view);
    }

    private Ticket linked(Visitor visitor) {
        String id = visitor.request().path("id");
        return page.linked(visitor, id, word(visitor)).orElseThrow(() -> Problem.unknown(id));
    }

    private Optional<TicketSheet> sheet(Visitor visitor, Ticket ticket) {
        Optional<Hold> booking = storefront.engine().find(visitor.workspace(), ticket.hold());
        return booking.flatMap(hold -> page.one(visitor, hold, ticket));
    }

    private static Response pdf(Visitor visitor, List<TicketSheet> sheets) {
        if (sheets.isEmpty()) {
            throw Problem.unknown("tickets");
        }
        return Response.bytes(200, "application/pdf",
                TicketPdf.of(sheets, visitor.language()))
                .header("Content-Disposition", "attachment; filename=\"tickets.pdf\"")
                .header("Cache-Control", "no-store");
    }
}
