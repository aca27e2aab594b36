package holdfast.server.tickets;

import holdfast.server.booking.TokenSecrets;

/// The links to the pages of single tickets. A link is valid as long as the code that its ticket had
/// when the link was made: after a ticket was passed on, the link before opens nothing.
public final class TicketLinks {
    private final TokenSecrets tokens;

    public TicketLinks(TokenSecrets tokens) {
        this.tokens = tokens;
    }

    /// The word in the link's address.
    public String word(String workspace, Ticket ticket) {
        return tokens.of(workspace, named(ticket));
    }

    public boolean fits(String workspace, Ticket ticket, String word) {
        return tokens.fits(workspace, named(ticket), word);
    }

    private static String named(Ticket ticket) {
        return "ticket " + ticket.id() + " " + ticket.code().sequence();
    }
}
