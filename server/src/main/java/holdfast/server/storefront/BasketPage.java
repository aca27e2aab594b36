package holdfast.server.storefront;

import holdfast.Hold;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/// The basket page: the items, the deadline, and the state of the hold.
public final class BasketPage {
    private final ItemLines lines;

    BasketPage(ItemLines lines) {
        this.lines = lines;
    }

    /// The state of the basket.
    public enum State {
        EMPTY, HELD, EXPIRED, BOOKED
    }

    /// The page's data.
    ///
    /// @param until when it expires or expired, in the visitor's zone or in UTC
    public record View(
            State state, ItemLines.Sum sum, String until, Links links, String notice) {}

    /// Where the customer goes on.
    ///
    /// @param booking the booking that the basket became
    /// @param paying  the page of the payment that is under way; empty if there is none
    public record Links(String booking, String paying) {
        static final Links NONE = new Links("", "");
    }

    View view(Visitor visitor, Links links) {
        Optional<Hold> basket = visitor.basket();
        String notice = visitor.request().query("said").orElse("");
        if (basket.isEmpty()) {
            return new View(State.EMPTY, ItemLines.Sum.NONE, "", Links.NONE, notice);
        }
        ZoneId zone = visitor.who().zone().orElse(ZoneOffset.UTC);
        return switch (basket.get()) {
            case Hold.Held held -> new View(State.HELD, lines.of(visitor, held),
                    clock(visitor, held.deadline().atZone(zone)), links, notice);
            case Hold.Expired expired -> new View(State.EXPIRED, lines.of(visitor, expired),
                    clock(visitor, expired.at().atZone(zone)), links, notice);
            case Hold.Booked booked -> new View(State.BOOKED, lines.of(visitor, booked), "",
                    links, notice);
            case Hold.Cancelled _,Hold.Blocked _ -> empty(notice);
        };
    }

    private static View empty(String notice) {
        return new View(State.EMPTY, ItemLines.Sum.NONE, "", Links.NONE, notice);
    }

    private static String clock(Visitor visitor, java.time.ZonedDateTime at) {
        String time = visitor.language().time(at.toLocalTime());
        return at.getZone().equals(ZoneOffset.UTC) ? time + " UTC" : time;
    }
}
