package holdfast.server.receipts;

import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a receipt says, beside its number, its date and the customer. Amounts are in the receipt's
/// currency and negative where a correction takes back.
///
/// @param reference the booking's reference
/// @param method the provider of the payment, or onSite, external or giftCard
/// @param discounts what is taken off, and is left out of the prices of the lines already
/// @param giftCards what gift cards pay of the total
/// @param pays which part of the price was paid
public record ReceiptContent(
        Seller issuer, String reference, String method, List<Line> lines, List<TaxSum> taxes,
        List<Part> discounts, List<Part> giftCards, Pays pays) {
    private static final long MOST = 1_000_000_000_000L;
    private static final int MANY = 10_000;

    public ReceiptContent {
        lines = List.copyOf(lines);
        taxes = List.copyOf(taxes);
        discounts = List.copyOf(discounts);
        giftCards = List.copyOf(giftCards);
    }

    /// Which part of the price a receipt is for.
    public enum Pays {
        ALL(""), DEPOSIT("deposit"), REST("rest");

        private final String word;

        Pays(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        static Pays of(String word) {
            return word.equals(DEPOSIT.word) ? DEPOSIT : word.equals(REST.word) ? REST : ALL;
        }
    }

    /// The issuer, as the workspace's settings named it when the receipt was made.
    public record Seller(String name, Optional<String> address, Optional<String> taxNumber) {}

    /// So many of one item at one price. Without a rate it does not say which tax it includes.
    ///
    /// @param what in the venue's words; empty in a partial refund
    public record Line(
            String what, long quantity, long unitPrice, long discount, long price,
            Optional<Tax> tax) {
        Line negated() {
            return new Line(what, quantity, -unitPrice, -discount, -price, tax.map(Tax::negated));
        }
    }

    /// The included tax of a line.
    ///
    /// @param rate in hundredths of a percent
    public record Tax(int rate, long net, long tax) {
        Tax negated() {
            return new Tax(rate, -net, -tax);
        }
    }

    /// The lines of one rate together.
    public record TaxSum(int rate, long net, long tax) {}

    /// A discount code or a gift card, and its amount.
    public record Part(String name, long amount) {
        Part negated() {
            return new Part(name, -amount);
        }
    }

    public long total() {
        return lines.stream().mapToLong(Line::price).sum();
    }

    /// What is left to pay after the gift cards.
    public long paid() {
        return total() - giftCards.stream().mapToLong(Part::amount).sum();
    }

    /// The same, taken back.
    ReceiptContent negated() {
        return new ReceiptContent(issuer, reference, method,
                lines.stream().map(Line::negated).toList(),
                taxes.stream().map(sum -> new TaxSum(sum.rate, -sum.net, -sum.tax)).toList(),
                discounts.stream().map(Part::negated).toList(),
                giftCards.stream().map(Part::negated).toList(), pays);
    }

    /// The same with more lines.
    ReceiptContent and(List<Line> more) {
        List<Line> all = new ArrayList<>(lines);
        all.addAll(more);
        return new ReceiptContent(issuer, reference, method, all, sums(all), discounts, giftCards,
                pays);
    }

    ReceiptContent pays(Pays part) {
        return new ReceiptContent(
                issuer, reference, method, lines, taxes, discounts, giftCards, part);
    }

    ReceiptContent issuedBy(Seller other) {
        return new ReceiptContent(
                other, reference, method, lines, taxes, discounts, giftCards, pays);
    }

    /// The sums of the lines by rate, by rate.
    static List<TaxSum> sums(List<Line> lines) {
        return lines.stream().flatMap(line -> line.tax().stream()).map(Tax::rate).distinct()
                .sorted().map(rate -> {
                    List<Tax> some = lines.stream().flatMap(line -> line.tax().stream())
                            .filter(tax -> tax.rate() == rate).toList();
                    return new TaxSum(rate, some.stream().mapToLong(Tax::net).sum(),
                            some.stream().mapToLong(Tax::tax).sum());
                }).toList();
    }

    /// What is wrong with its sums; empty if nothing is.
    List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        for (Line line : lines) {
            if (line.price() != line.quantity() * line.unitPrice() - line.discount()) {
                wrong.add("the price of " + line.what() + " is not that of its quantity");
            }
            if (line.tax().filter(tax -> tax.net() + tax.tax() != line.price()).isPresent()) {
                wrong.add("net and tax of " + line.what() + " are not its price");
            }
        }
        if (!taxes.equals(sums(lines))) {
            wrong.add("the taxes are not the sums of the lines");
        }
        if (lines.stream().mapToLong(Line::discount).sum() != discounts.stream()
                .mapToLong(Part::amount).sum()) {
            wrong.add("the discounts are not the sums of the lines");
        }
        return wrong;
    }

    String text() {
        return Json.text(this::write);
    }

    private void write(Json json) {
        json.object("issuer", out -> out.put("name", issuer.name)
                .put("address", issuer.address).put("taxNumber", issuer.taxNumber));
        json.put("reference", reference).put("method", method);
        json.array("lines", lines, (out, line) -> {
            put(out, "what", line.what);
            out.put("quantity", line.quantity)
                    .put("unitPrice", line.unitPrice).put("discount", line.discount)
                    .put("price", line.price);
            line.tax.ifPresent(tax -> out.put("taxRate", tax.rate).put("net", tax.net)
                    .put("tax", tax.tax));
        });
        json.array("taxes", taxes, (out, sum) -> out.put("rate", sum.rate).put("net", sum.net)
                .put("tax", sum.tax));
        json.array("discounts", discounts, ReceiptContent::part);
        json.array("giftCards", giftCards, ReceiptContent::part);
        put(json, "pays", pays.word);
    }

    private static void part(Json json, Part part) {
        put(json, "name", part.name);
        json.put("amount", part.amount);
    }

    private static void put(Json json, String field, String text) {
        if (!text.isEmpty()) {
            json.put(field, text);
        }
    }

    static ReceiptContent read(String text) {
        Fields fields = Json.read(text);
        Fields issuer = fields.object("issuer");
        return new ReceiptContent(
                new Seller(issuer.text("name"), issuer.maybeText("address"),
                        issuer.maybeText("taxNumber")),
                fields.text("reference"), fields.text("method"),
                fields.objects("lines", MANY, line -> new Line(
                        line.maybeText("what").orElse(""), line.number("quantity", 0, MOST),
                        amount(line, "unitPrice"), amount(line, "discount"),
                        amount(line, "price"),
                        line.maybeNumber("taxRate", 0, MANY).map(rate -> new Tax(
                                (int) (long) rate, amount(line, "net"), amount(line, "tax"))))),
                fields.objects("taxes", MANY, sum -> new TaxSum(
                        (int) sum.number("rate", 0, MANY), amount(sum, "net"),
                        amount(sum, "tax"))),
                fields.objects("discounts", MANY, ReceiptContent::part),
                fields.objects("giftCards", MANY, ReceiptContent::part),
                Pays.of(fields.maybeText("pays").orElse("")));
    }

    private static Part part(Fields fields) {
        return new Part(fields.maybeText("name").orElse(""), amount(fields, "amount"));
    }

    private static long amount(Fields fields, String field) {
        return fields.number(field, -MOST, MOST);
    }
}
