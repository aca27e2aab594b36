package holdfast.server.web.counter;

import holdfast.Hold;
import holdfast.server.checkout.Priced;
import holdfast.server.checkout.Rules;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;

/// What a workspace's rules say about a booking, as a customer understands it.
public final class Rulebook {
    private final Lines lines;
    private final Priced priced;
    private final Rules rules;

    Rulebook(Lines lines, Priced priced, Rules rules) {
        this.lines = lines;
        this.priced = priced;
        this.rules = rules;
    }

    /// Whether something may be done, and until when, or why not.
    public record Said(boolean given, String words) {}

    Said exchanging(Guest guest, Hold booking) {
        return said(guest, booking,
                rules.exchanging(guest.workspace(), booking, guest.now()), "change");
    }

    Said cancelling(Guest guest, Hold booking) {
        return said(guest, booking,
                rules.cancelling(guest.workspace(), booking, guest.now()), "cancel");
    }

    private Said said(Guest guest, Hold booking, Rules.Leave leave, String verb) {
        return switch (leave) {
            case Rules.Leave.Given given -> new Said(true, given.until()
                    .map(until -> guest.say(verb + ".until", moment(guest, booking, until)))
                    .orElse("") + given.left().map(left ->
                            " " + guest.language().count("change.left", left)).orElse(""));
            case Rules.Leave.Never never -> new Said(false, guest.say(verb + ".never"));
            case Rules.Leave.TooLate late -> new Said(false,
                    guest.say(verb + ".late", moment(guest, booking, late.since())));
            case Rules.Leave.TooOften often -> new Said(false,
                    guest.language().count("change.often", often.most()));
        };
    }

    /// Told where the first thing of the booking takes place.
    private String moment(Guest guest, Hold booking, Instant at) {
        ZoneId zone = priced.lines(guest.workspace(), booking).stream()
                .map(line -> lines.start(guest.workspace(), line))
                .min(Comparator.naturalOrder()).orElseThrow().getZone();
        return guest.language().moment(at.atZone(zone));
    }
}
