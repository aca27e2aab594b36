package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.Invalid;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.Item;
import holdfast.server.booking.PriceSummary;
import holdfast.server.booking.Payment;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.References;
import holdfast.server.catalog.Money;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The page before an exchange: the old items, the new items, and the price difference.
public final class ExchangePage {
    private final ItemLines lines;
    private final PricedHolds priced;
    private final VisitorBaskets baskets;
    private final RulesText rules;
    private final boolean practice;

    /// @param practice whether the practice card is accepted
    ExchangePage(ItemLines lines, PricedHolds priced, VisitorBaskets baskets,
            RulesText rules, boolean practice) {
        this.baskets = baskets;
        this.practice = practice;
        this.lines = lines;
        this.priced = priced;
        this.rules = rules;
    }

    boolean practice() {
        return practice;
    }

    PriceSummary summary(Visitor visitor, Hold booking) {
        return priced.summary(visitor.workspace(), booking);
    }

    RulesText rules() {
        return rules;
    }

    /// The page's data.
    ///
    /// @param fields the form fields for exactly this choice
    /// @param same   whether the customer has exactly this already
    public record View(
            ItemLines.Line given, List<Taken> taken, Price price, Map<String, List<String>> fields,
            Key key, boolean same) {}

    public record Taken(ItemLines.Line line, String price) {}

    /// The booking, and the version that the customer has seen.
    public record Key(String reference, int version, int item, Links links) {}

    public record Links(String action, String word, String again, String booking) {}

    /// The booking's total before and after, and the difference in words.
    public record Price(String before, String after, String difference, String how, String fee) {}

    /// A choice that replaces one item of a booking.
    record Choice(Hold booking, int at, List<WantedLine> all, List<Item> wanted) {}

    View view(Visitor visitor, Choice choice, Links links) {
        List<Taken> taken = choice.wanted().stream().map(item -> new Taken(
                lines.item(visitor, item),
                ItemLines.price(visitor, priced.price(visitor.workspace(), item)))).toList();
        return new View(has(visitor, choice.booking(), choice.at()), taken, price(visitor, choice),
                ItemForms.fields(choice.wanted()),
                new Key(References.of(choice.booking().id()), choice.booking().version(),
                        choice.at(), links),
                same(choice));
    }

    ItemLines.Line has(Visitor visitor, Hold booking, int at) {
        return lines.of(visitor, booking).lines().get(at);
    }

    private Price price(Visitor visitor, Choice choice) {
        List<PricedHolds.Line> had = priced.lines(visitor.workspace(), choice.booking());
        PriceSummary summary = priced.summary(visitor.workspace(), choice.booking());
        Optional<Money> before = summary.due();
        Optional<Money> after = !summary.reductions().isEmpty()
                ? baskets.due(visitor, choice.booking(), WantedLine.instead(
                        choice.all(), choice.at(), choice.wanted()))
                : Stream.concat(
                        Stream.iterate(0, at -> at < had.size(), at -> at + 1)
                                .filter(at -> at != choice.at())
                                .flatMap(at -> had.get(at).price().stream()),
                        choice.wanted().stream()
                                .flatMap(item -> priced.price(visitor.workspace(), item).stream()))
                        .reduce(Money::plus);
        before.filter(money -> money.amount() > 0).ifPresent(was -> after
                .filter(money -> money.amount() > 0
                        && !money.currency().equals(was.currency()))
                .ifPresent(other -> {
                    throw new Invalid("items", "must have their prices in " + was.currency());
                }));
        return new Price(ItemLines.price(visitor, before), ItemLines.price(visitor, after),
                difference(visitor, before, after),
                BookingNote.of(choice.booking()).flatMap(BookingNote::payment)
                        .map(payment -> how(visitor, payment, before.equals(after)))
                        .orElse(""),
                rules.change(visitor, choice.booking(), choice.at())
                        .map(fee -> visitor.say("exchange.fee",
                                visitor.language().money(fee)))
                        .orElse(""));
    }

    private static String difference(Visitor visitor, Optional<Money> before,
            Optional<Money> after) {
        long was = before.map(Money::amount).orElse(0L);
        long is = after.map(Money::amount).orElse(0L);
        String currency = after.or(() -> before).map(Money::currency).orElse("");
        if (was == is) {
            return visitor.say("exchange.price.same");
        }
        String much = visitor.language().money(new Money(Math.abs(is - was), currency));
        return visitor.say(is > was ? "exchange.price.more" : "exchange.price.less", much);
    }

    private static String how(Visitor visitor, Payment payment, boolean same) {
        if (same) {
            return "";
        }
        return switch (payment) {
            case Payment.OnSite later -> visitor.say("exchange.pay.onSite");
            case Payment.External _,Payment.Online _ -> visitor.say("exchange.pay.external");
            case Payment.Practice card -> visitor.say("exchange.pay.practice");
        };
    }

    /// Whether it is the same moment, with the same people or with any.
    private static boolean same(Choice choice) {
        Item had = choice.all().get(choice.at()).item();
        if (choice.wanted().size() != 1) {
            return false;
        }
        Item wanted = choice.wanted().getFirst();
        if (had instanceof Item.Visit visit && wanted instanceof Item.Visit other) {
            return visit.start().isEqual(other.start())
                    && visit.with().containsAll(other.with());
        }
        return wanted.equals(had);
    }
}
