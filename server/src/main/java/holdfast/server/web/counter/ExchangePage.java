package holdfast.server.web.counter;

import holdfast.Hold;
import holdfast.Invalid;
import holdfast.server.catalog.Money;
import holdfast.server.checkout.Item;
import holdfast.server.checkout.Particulars;
import holdfast.server.checkout.Payment;
import holdfast.server.checkout.Priced;
import holdfast.server.checkout.References;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Before an exchange: what is given back, what is taken, and what that does to the price.
public final class ExchangePage {
    private final Lines lines;
    private final Priced priced;
    private final Rulebook rules;
    private final boolean practice;

    /// @param practice whether the practice card is taken
    ExchangePage(Lines lines, Priced priced, Rulebook rules, boolean practice) {
        this.practice = practice;
        this.lines = lines;
        this.priced = priced;
        this.rules = rules;
    }

    boolean practice() {
        return practice;
    }

    List<Priced.Line> lines(Guest guest, Hold booking) {
        return priced.lines(guest.workspace(), booking);
    }

    Rulebook rules() {
        return rules;
    }

    /// What the page shows.
    ///
    /// @param fields what makes the form want exactly this
    /// @param same   whether that is what the customer has already
    public record View(
            Lines.Line given, List<Taken> taken, Price price, Map<String, List<String>> fields,
            Key key, boolean same) {}

    public record Taken(Lines.Line line, String price) {}

    /// Which booking, and which version of it one has looked at.
    public record Key(String reference, int version, int item, Links links) {}

    public record Links(String action, String word, String again, String booking) {}

    /// The booking's total before and after, and the difference in words.
    public record Price(String before, String after, String difference, String how) {}

    /// What is chosen instead of one line of a booking.
    record Choice(Hold booking, int at, List<Portion> all, List<Item> wanted) {}

    View view(Guest guest, Choice choice, Links links) {
        List<Taken> taken = choice.wanted().stream().map(item -> new Taken(
                lines.item(guest, item),
                Lines.price(guest, priced.price(guest.workspace(), item)))).toList();
        return new View(has(guest, choice.booking(), choice.at()), taken, price(guest, choice),
                Contents.fields(choice.wanted()),
                new Key(References.of(choice.booking().id()), choice.booking().version(),
                        choice.at(), links), same(choice));
    }

    Lines.Line has(Guest guest, Hold booking, int at) {
        return lines.of(guest, booking).lines().get(at);
    }

    private Price price(Guest guest, Choice choice) {
        List<Priced.Line> had = priced.lines(guest.workspace(), choice.booking());
        Optional<Money> before = Priced.total(had);
        Optional<Money> after = Stream.concat(
                Stream.iterate(0, at -> at < had.size(), at -> at + 1)
                        .filter(at -> at != choice.at())
                        .flatMap(at -> had.get(at).price().stream()),
                choice.wanted().stream().flatMap(item ->
                        priced.price(guest.workspace(), item).stream())).reduce(Money::plus);
        before.filter(money -> money.amount() > 0).ifPresent(was -> after
                .filter(money -> money.amount() > 0
                        && !money.currency().equals(was.currency()))
                .ifPresent(other -> {
                    throw new Invalid("items", "must have their prices in " + was.currency());
                }));
        return new Price(Lines.price(guest, before), Lines.price(guest, after),
                difference(guest, before, after),
                Particulars.of(choice.booking()).flatMap(Particulars::payment)
                        .map(payment -> how(guest, payment, before.equals(after)))
                        .orElse(""));
    }

    private static String difference(Guest guest, Optional<Money> before, Optional<Money> after) {
        long was = before.map(Money::amount).orElse(0L);
        long is = after.map(Money::amount).orElse(0L);
        String currency = after.or(() -> before).map(Money::currency).orElse("");
        if (was == is) {
            return guest.say("exchange.price.same");
        }
        String much = guest.language().money(new Money(Math.abs(is - was), currency));
        return guest.say(is > was ? "exchange.price.more" : "exchange.price.less", much);
    }

    private static String how(Guest guest, Payment payment, boolean same) {
        if (same) {
            return "";
        }
        return switch (payment) {
            case Payment.OnSite later -> guest.say("exchange.pay.onSite");
            case Payment.External paid -> guest.say("exchange.pay.external");
            case Payment.Practice card -> guest.say("exchange.pay.practice");
        };
    }

    /// The same moment, with whoever one has it with already or with anyone.
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
