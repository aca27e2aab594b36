package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.server.booking.BookingRules;
import holdfast.server.booking.PricedHolds;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;

/// Renders a workspace's rules for a booking as text for its customer.
public final class RulesText {
    private final ItemLines lines;
    private final PricedHolds priced;
    private final BookingRules rules;

    RulesText(ItemLines lines, PricedHolds priced, BookingRules rules) {
        this.lines = lines;
        this.priced = priced;
        this.rules = rules;
    }

    /// Whether it is allowed, and until when, or why not.
    public record Said(boolean given, String words) {}

    Said exchanging(Visitor visitor, Hold booking) {
        return said(visitor, booking,
                rules.exchanging(visitor.workspace(), booking, visitor.now()), "change");
    }

    Said cancelling(Visitor visitor, Hold booking) {
        return said(visitor, booking,
                rules.cancelling(visitor.workspace(), booking, visitor.now()), "cancel");
    }

    private Said said(Visitor visitor, Hold booking, BookingRules.Leave leave, String verb) {
        return switch (leave) {
            case BookingRules.Leave.Given given -> new Said(true, given.until()
                    .map(until -> visitor.say(verb + ".until", moment(visitor, booking, until)))
                    .orElse("")
                    + given.left().map(left -> " " + visitor.language().count("change.left", left))
                            .orElse(""));
            case BookingRules.Leave.Never never -> new Said(false, visitor.say(verb + ".never"));
            case BookingRules.Leave.TooLate late -> new Said(false,
                    visitor.say(verb + ".late", moment(visitor, booking, late.since())));
            case BookingRules.Leave.TooOften often -> new Said(false,
                    visitor.language().count("change.often", often.most()));
        };
    }

    /// In the zone of the booking's first item.
    private String moment(Visitor visitor, Hold booking, Instant at) {
        ZoneId zone = priced.lines(visitor.workspace(), booking).stream()
                .map(line -> lines.times().start(visitor.workspace(), line))
                .min(Comparator.naturalOrder()).orElseThrow().getZone();
        return visitor.language().moment(at.atZone(zone));
    }
}
