package holdfast.server.storefront;

import holdfast.Effect;
import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.JournalLine;
import holdfast.Verb;
import holdfast.server.catalog.Money;
import holdfast.server.payment.CancelledItem;
import holdfast.server.payment.Payments;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What happened to a booking, for its customer: when it was booked, changed and cancelled, and which
/// items were cancelled.
public final class CustomerHistory {
    private final HoldfastReads engine;
    private final ItemLines lines;
    private final Payments payments;

    CustomerHistory(HoldfastReads engine, ItemLines lines, Payments payments) {
        this.engine = engine;
        this.lines = lines;
        this.payments = payments;
    }

    /// One step.
    ///
    /// @param money what it cost and gave back; empty if neither
    public record Line(String at, String machine, String text, String money) {}

    private record Step(Instant at, Verb verb, int version, boolean taken) {}

    List<Line> of(Visitor visitor, Hold booking) {
        Map<Integer, CancelledItem> items = payments.cancelledItems(
                visitor.workspace(), booking.id()).stream()
                .collect(Collectors.toMap(CancelledItem::version, Function.identity()));
        ZoneId zone = lines.zone(visitor, booking);
        List<Line> all = new ArrayList<>();
        boolean booked = false;
        for (Step step : steps(engine.history(visitor.workspace(), booking.id()))) {
            booked |= step.verb() == Verb.CONFIRM;
            if (booked) {
                all.add(line(visitor, zone, step, items));
            }
        }
        return List.copyOf(all);
    }

    /// The lines of one version are one step.
    private static List<Step> steps(List<JournalLine> journal) {
        Map<Integer, Step> steps = new TreeMap<>();
        for (JournalLine line : journal) {
            boolean taken = line.what().effect() == Effect.TAKE;
            steps.merge(line.of().holdVersion(), new Step(
                    line.at(), line.what().verb(), line.of().holdVersion(), taken),
                    (one, other) -> new Step(one.at(), one.verb(), one.version(),
                            one.taken() || other.taken()));
        }
        return List.copyOf(steps.values());
    }

    private Line line(
            Visitor visitor, ZoneId zone, Step step, Map<Integer, CancelledItem> items) {
        CancelledItem item = items.get(step.version());
        String text = switch (step.verb()) {
            case CONFIRM -> visitor.say("booking.history.booked");
            case CANCEL -> visitor.say("booking.history.cancelled");
            case EXCHANGE -> item != null
                    ? visitor.say("booking.history.item", lines.cancelled(visitor, item))
                    : visitor.say(step.taken() ? "booking.history.changed"
                            : "booking.history.reduced");
            case OFFER, WITHDRAW, BLOCK, UNBLOCK, HOLD, EXTEND, EXPIRE ->
                    visitor.say("booking.history.changed");
        };
        return new Line(visitor.language().moment(step.at().atZone(zone)), step.at().toString(),
                text, item == null ? "" : money(visitor, item));
    }

    private static String money(Visitor visitor, CancelledItem item) {
        List<String> said = new ArrayList<>();
        said(visitor, said, "booking.history.fee", item.fee());
        said(visitor, said, "booking.history.refund", item.refund());
        return String.join(" ", said);
    }

    private static void said(Visitor visitor, List<String> said, String key, Money amount) {
        if (amount.amount() > 0) {
            said.add(visitor.say(key, visitor.language().money(amount)));
        }
    }
}
