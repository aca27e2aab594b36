package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.server.tickets.QrPicture;
import holdfast.server.tickets.Ticket;
import holdfast.server.tickets.TicketLinks;
import holdfast.server.tickets.TicketSheet;
import holdfast.server.tickets.TicketSheets;
import holdfast.server.tickets.TicketTable;
import holdfast.server.wallet.WalletAccounts;
import java.util.List;
import java.util.Optional;

/// The page with the tickets of a booking, or with one ticket that was passed on.
public final class TicketsPage {
    private final TicketTable tickets;
    private final TicketSheets sheets;
    private final TicketLinks links;
    private final WalletAccounts wallets;

    TicketsPage(TicketTable tickets, TicketSheets sheets, TicketLinks links,
            WalletAccounts wallets) {
        this.wallets = wallets;
        this.tickets = tickets;
        this.sheets = sheets;
        this.links = links;
    }

    /// What the page shows.
    ///
    /// @param back the booking's page; empty on the page of one ticket
    /// @param pdf  the tickets with a code as a PDF; empty if there are none
    public record View(List<Pass> passes, String back, String pdf) {
        public String title() {
            return passes.size() == 1 ? "tickets.title.one" : "tickets.title.many";
        }
    }

    /// A ticket on the page.
    ///
    /// @param svg     the QR code; empty for a ticket that another person has, and for a blocked one
    /// @param wallets the wallets that it can go into
    public record Pass(
            TicketSheet sheet, String svg, String passedTo, List<WalletLink> wallets) {
        public boolean blocked() {
            return sheet.ticket().times().blocked().isPresent();
        }
    }

    public record WalletLink(String href, String words) {}

    List<TicketSheet> ofBooking(Visitor visitor, Hold booking) {
        return sheets.of(visitor.workspace(), booking,
                tickets.ofBooking(visitor.workspace(), booking.id()), visitor.language());
    }

    /// The tickets that the booking's customer still has.
    List<TicketSheet> own(Visitor visitor, Hold booking) {
        return ofBooking(visitor, booking).stream()
                .filter(sheet -> sheet.ticket().holder().isEmpty()).toList();
    }

    View view(Visitor visitor, Hold booking, String word) {
        String place = visitor.link("/booking/" + booking.id());
        return new View(
                ofBooking(visitor, booking).stream().map(
                        sheet -> pass(visitor, sheet, sheet.ticket().holder().isEmpty())).toList(),
                place + "?word=" + word, own(visitor, booking).isEmpty() ? ""
                        : place + "/tickets.pdf?word=" + word);
    }

    private Pass pass(Visitor visitor, TicketSheet sheet, boolean open) {
        boolean shown = open && sheet.ticket().times().blocked().isEmpty();
        return new Pass(sheet, shown ? QrPicture.of(sheet.code()).svg() : "",
                open ? "" : sheet.who().name(), shown ? walletLinks(visitor, sheet) : List.of());
    }

    private List<WalletLink> walletLinks(Visitor visitor, TicketSheet sheet) {
        return wallets.offered(visitor.workspace()).stream().map(wallet -> new WalletLink(
                visitor.link("/ticket/" + sheet.ticket().id() + "/" + wallet.word()) + "?word="
                        + links.word(visitor.workspace(), sheet.ticket()),
                visitor.say("tickets.wallet." + wallet.word()))).toList();
    }

    /// The ticket of a link.
    Optional<Ticket> linked(Visitor visitor, String id, String word) {
        return tickets.find(visitor.workspace(), id)
                .filter(ticket -> links.fits(visitor.workspace(), ticket, word));
    }

    /// The sheet of one ticket; empty if it is no longer valid.
    Optional<TicketSheet> one(Visitor visitor, Hold booking, Ticket ticket) {
        return ofBooking(visitor, booking).stream()
                .filter(sheet -> sheet.ticket().id().equals(ticket.id())).findFirst();
    }

    View view(Visitor visitor, Optional<TicketSheet> sheet, String id, String word) {
        return new View(sheet.map(each -> pass(visitor, each, true)).stream().toList(), "",
                sheet.isEmpty() ? "" : visitor.link("/ticket/" + id) + "/pdf?word=" + word);
    }
}
