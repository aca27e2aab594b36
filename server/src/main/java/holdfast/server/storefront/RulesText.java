package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.server.booking.BookingFees;
import holdfast.server.booking.BookingRules;
import holdfast.server.booking.Deposits;
import holdfast.server.booking.PricedHolds;
import holdfast.server.catalog.FeeRules;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Share;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Renders a workspace's rules for a booking as text for its customer.
public final class RulesText {
    private final ItemLines lines;
    private final PricedHolds priced;
    private final BookingRules rules;
    private final BookingFees fees;

    RulesText(ItemLines lines, PricedHolds priced, BookingRules rules) {
        this.lines = lines;
        this.priced = priced;
        this.rules = rules;
        this.fees = new BookingFees(priced, rules);
    }

    /// Whether it is allowed, and until when, or why not.
    public record Said(boolean given, String words) {}

    /// All of its items: together if the same is true of them, or else one after the other.
    Said exchanging(Visitor visitor, Hold booking) {
        List<PricedHolds.Line> items = lines.lines(visitor, booking);
        List<Said> each = items.stream()
                .map(line -> exchanging(visitor, booking, List.of(line))).toList();
        return each.stream().distinct().count() < 2 ? exchanging(visitor, booking, items)
                : new Said(each.stream().anyMatch(Said::given), String.join(" ",
                        IntStream.range(0, items.size()).mapToObj(at -> visitor.say("fees.of",
                                items.get(at).in(visitor.language().word()).name(),
                                each.get(at).words())).toList()));
    }

    /// Some of its items.
    Said exchanging(Visitor visitor, Hold booking, List<PricedHolds.Line> items) {
        return said(visitor, zone(visitor, items), rules.exchanging(
                visitor.workspace(), booking, items, visitor.now()), "change");
    }

    /// All of it.
    Said cancelling(Visitor visitor, Hold booking) {
        return said(visitor, zone(visitor, lines.lines(visitor, booking)),
                rules.cancelling(visitor.workspace(), booking, visitor.now()),
                haveDeadlinesOfTheirOwn(visitor, booking) ? "cancel.all" : "cancel");
    }

    /// One item of it.
    Said cancelling(Visitor visitor, PricedHolds.Line item) {
        return said(visitor, zone(visitor, List.of(item)),
                rules.cancelling(visitor.workspace(), item, visitor.now()), "cancel.item");
    }

    /// Whether its items can be cancelled until different times.
    boolean haveDeadlinesOfTheirOwn(Visitor visitor, Hold booking) {
        return lines.lines(visitor, booking).stream()
                .map(line -> switch (rules.cancelling(
                        visitor.workspace(), line, visitor.now())) {
                    case BookingRules.Leave.Given given -> given.until();
                    case BookingRules.Leave.TooLate late -> Optional.of(late.since());
                    case BookingRules.Leave.Never _,BookingRules.Leave.TooOften _ ->
                            Optional.empty();
                }).distinct().count() > 1;
    }

    /// What a customer should know before paying: until when it can be cancelled and changed, and
    /// what that costs. What is too late already cannot be done at all.
    List<String> before(Visitor visitor, Hold hold) {
        Said cancelling = cancelling(visitor, hold);
        Said exchanging = exchanging(visitor, hold);
        List<String> all = new ArrayList<>();
        if (haveDeadlinesOfTheirOwn(visitor, hold)) {
            lines.lines(visitor, hold).forEach(line -> all.add(visitor.say("fees.of",
                    line.in(visitor.language().word()).name(), each(visitor, hold, line))));
            all.addAll(fees(visitor, hold));
            return List.copyOf(all);
        }
        if (cancelling.given() || exchanging.given()) {
            all.add(cancelling.given() ? cancelling.words() : visitor.say("terms.noCancelling"));
            all.add(exchanging.given() ? exchanging.words() : visitor.say("terms.noChange"));
        } else {
            all.add(visitor.say("terms.neither"));
        }
        all.addAll(fees(visitor, hold));
        if (lines.lines(visitor, hold).size() > 1) {
            all.add(visitor.say("terms.together"));
        }
        return List.copyOf(all);
    }

    /// Until when one item can be cancelled and changed.
    private String each(Visitor visitor, Hold hold, PricedHolds.Line line) {
        Said cancelling = cancelling(visitor, line);
        Said exchanging = exchanging(visitor, hold, List.of(line));
        return cancelling.given() || exchanging.given() ? String.join(" ",
                cancelling.given() ? cancelling.words() : visitor.say("terms.noCancelling"),
                exchanging.given() ? exchanging.words() : visitor.say("terms.noChange"))
                : visitor.say("terms.neither");
    }

    private Said said(Visitor visitor, ZoneId zone, BookingRules.Leave leave, String verb) {
        return switch (leave) {
            case BookingRules.Leave.Given given -> new Said(true, given.until()
                    .map(until -> visitor.say(verb + ".until", moment(visitor, zone, until)))
                    .orElse("")
                    + given.left().map(left -> " " + visitor.language().count("change.left", left))
                            .orElse(""));
            case BookingRules.Leave.Never never -> new Said(false, visitor.say(verb + ".never"));
            case BookingRules.Leave.TooLate late -> new Said(false,
                    visitor.say(verb + ".late", moment(visitor, zone, late.since())));
            case BookingRules.Leave.TooOften often -> new Said(false,
                    visitor.language().count("change.often", often.most()));
        };
    }

    /// Until when the rest is to be paid that a deposit leaves, in words; empty for on site.
    Optional<String> restUntil(Visitor visitor, Hold booking) {
        return Deposits.until(priced, rules, visitor.workspace(), booking)
                .map(until -> moment(
                        visitor, zone(visitor, lines.lines(visitor, booking)), until));
    }

    /// What changing an item of the booking costs now; empty if it costs nothing.
    Optional<Money> change(Visitor visitor, Hold booking, int item) {
        return fees.changing(visitor.workspace(), booking, Set.of(item), visitor.now());
    }

    /// The fees that were agreed when the items were sold, in sentences.
    List<String> fees(Visitor visitor, Hold booking) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        for (PricedHolds.Line line : priced.lines(visitor.workspace(), booking)) {
            List<String> said = sentences(visitor, BookingFees.rules(line));
            if (!said.isEmpty()) {
                byName.put(line.name(), said);
            }
        }
        boolean several = byName.size() > 1;
        return byName.entrySet().stream().flatMap(each -> each.getValue().stream()
                .map(sentence -> several ? visitor.say("fees.of", each.getKey(), sentence)
                        : sentence))
                .toList();
    }

    private static List<String> sentences(Visitor visitor, FeeRules rules) {
        List<String> all = new ArrayList<>();
        rules.cancel().forEach(fee -> all.add(sentence(visitor, "fees.cancel", fee)));
        rules.change().forEach(fee -> all.add(sentence(visitor, "fees.change", fee)));
        rules.noShow().ifPresent(
                share -> all.add(visitor.say("fees.noShow", share(visitor, share))));
        return all;
    }

    private static String sentence(Visitor visitor, String key, FeeRules.Fee fee) {
        String share = share(visitor, fee.share());
        return fee.within()
                .map(within -> visitor.say(key + ".within", time(visitor, within), share))
                .orElseGet(() -> visitor.say(key + ".always", share));
    }

    private static String share(Visitor visitor, Share share) {
        return switch (share) {
            case Share.Percent part -> visitor.say("fees.percent",
                    visitor.language().percent(part.percent() * 100));
            case Share.Amount part -> visitor.say("fees.each",
                    visitor.language().money(part.each()));
        };
    }

    private static String time(Visitor visitor, Duration time) {
        long hours = time.toHours();
        return hours >= 48 && hours % 24 == 0 && time.equals(Duration.ofHours(hours))
                ? visitor.language().count("format.days", hours / 24)
                : visitor.language().length(time);
    }

    /// The zone of the first of these items.
    private ZoneId zone(Visitor visitor, List<PricedHolds.Line> items) {
        return items.stream().map(line -> lines.times().start(visitor.workspace(), line))
                .min(Comparator.naturalOrder()).orElseThrow().getZone();
    }

    private static String moment(Visitor visitor, ZoneId zone, Instant at) {
        return visitor.language().moment(at.atZone(zone));
    }
}
