package holdfast.server.api;

import holdfast.Hold;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.References;
import holdfast.server.json.Json;
import holdfast.server.tickets.CheckIn;
import holdfast.server.tickets.Ticket;
import java.util.Optional;

/// Writes tickets and entries as JSON.
final class TicketJson {
    private TicketJson() {}

    /// The fields of a ticket that every reader of it may see.
    static void write(Json json, Ticket ticket) {
        json.put("id", ticket.id()).put("booking", HoldJson.bookingId(ticket.hold()))
                .put(ticket.visit() ? "service" : "event", ticket.unit().subject());
        if (!ticket.visit()) {
            json.put("area", ticket.unit().area());
        }
        json.put("seat", ticket.seat()).put("admits", ticket.unit().admits())
                .put("status", ticket.valid() ? "valid" : "revoked")
                .put("sequence", ticket.code().sequence())
                .put("blocked", ticket.times().blocked().isPresent())
                .put("name", ticket.holder().map(Ticket.Holder::name))
                .put("email", ticket.holder().flatMap(Ticket.Holder::email))
                .put("madeAt", ticket.times().made().toString())
                .put("changedAt", ticket.times().changed().toString());
    }

    /// What the door sees of a ticket.
    static void atDoor(Json json, Ticket ticket, Optional<Hold> booking) {
        json.put("id", ticket.id()).put("booking", HoldJson.bookingId(ticket.hold()))
                .put("reference", References.of(ticket.hold()))
                .put("area", Optional.of(ticket.unit().area()).filter(each -> !each.isEmpty()))
                .put("seat", ticket.seat()).put("admits", ticket.unit().admits())
                .put("name", ticket.holder().map(Ticket.Holder::name)
                        .or(() -> booking.flatMap(BookingNote::of)
                                .flatMap(note -> note.contact().name())))
                .put("blocked", ticket.times().blocked().isPresent());
    }

    static void entry(Json json, CheckIn entry) {
        json.put("id", entry.id()).put("ticket", entry.ticket())
                .put("status", entry.state().word()).put("forced", entry.forced());
        passage(json, entry.in());
        entry.left().ifPresent(left -> json.object("left", out -> passage(out, left)));
    }

    static void passage(Json json, CheckIn.Passage passage) {
        json.put("door", passage.door()).put("at", passage.at().toString())
                .put("by", passage.author());
    }
}
