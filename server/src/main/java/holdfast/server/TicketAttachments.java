package holdfast.server;

import holdfast.Hold;
import holdfast.server.mail.Attachments;
import holdfast.server.tickets.Ticket;
import holdfast.server.tickets.TicketPdf;
import holdfast.server.tickets.TicketSheet;
import holdfast.server.tickets.TicketSheets;
import holdfast.server.tickets.TicketTable;
import holdfast.server.web.Language;
import java.util.List;

/// Attaches the valid tickets of a booking to its mails, as one PDF. A ticket that was passed on is
/// no longer for the person who booked it.
final class TicketAttachments implements Attachments {
    private final TicketTable tickets;
    private final TicketSheets sheets;

    TicketAttachments(TicketTable tickets, TicketSheets sheets) {
        this.tickets = tickets;
        this.sheets = sheets;
    }

    @Override
    public List<Attached> of(String workspace, Hold booking, Language language) {
        List<Ticket> own = tickets.ofBooking(workspace, booking.id()).stream()
                .filter(ticket -> ticket.holder().isEmpty()).toList();
        List<TicketSheet> valid = sheets.of(workspace, booking, own, language);
        return valid.isEmpty() ? List.of() : List.of(new Attached(
                "tickets.pdf", "application/pdf", TicketPdf.of(valid, language)));
    }
}
