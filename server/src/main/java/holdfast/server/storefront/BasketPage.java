package holdfast.server.storefront;

import holdfast.Hold;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/// The basket page: the items, the deadline, and the state of the hold.
public final class BasketPage {
    private final ItemLines lines;
    private final RulesText rules;

    BasketPage(ItemLines lines, RulesText rules) {
        this.lines = lines;
        this.rules = rules;
    }

    /// The state of the basket.
    public enum State {
        EMPTY, HELD, EXPIRED, BOOKED
    }

    /// The page's data.
    ///
    /// @param terms until when it can be cancelled and changed once it is booked
    /// @param until when it expires or expired, in the visitor's zone, or else that of the first item
    public record View(
            State state, ItemLines.Sum sum, String until, Links links, String notice,
            List<String> terms) {}

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
            return new View(State.EMPTY, ItemLines.Sum.NONE, "", Links.NONE, notice, List.of());
        }
        ZoneId zone = lines.zone(visitor, basket.get());
        return switch (basket.get()) {
            case Hold.Held held -> new View(State.HELD, lines.of(visitor, held),
                    clock(visitor, held.deadline().atZone(zone)), links, notice,
                    rules.before(visitor, held));
            case Hold.Expired expired -> new View(State.EXPIRED, lines.of(visitor, expired),
                    clock(visitor, expired.at().atZone(zone)), links, notice, List.of());
            case Hold.Booked booked -> new View(State.BOOKED, lines.of(visitor, booked), "",
                    links, notice, List.of());
            case Hold.Cancelled _,Hold.Blocked _ -> empty(notice);
        };
    }

    private static View empty(String notice) {
        return new View(State.EMPTY, ItemLines.Sum.NONE, "", Links.NONE, notice, List.of());
    }

    private static String clock(Visitor visitor, ZonedDateTime at) {
        return visitor.language().time(at.toLocalTime());
    }
}
