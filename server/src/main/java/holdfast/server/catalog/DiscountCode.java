package holdfast.server.catalog;

import holdfast.Invalid;
import holdfast.Inventory;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A code that makes a basket cheaper. Its uses are a pool, of which a hold takes one.
///
/// @param code     what customers type, in capitals
/// @param items    the events and services that it is for; none means all
/// @param personal whether a customer may use it only once
public record DiscountCode(
        String code, Reduction reduction, Optional<Long> uses, When when, List<String> items,
        boolean personal) implements CatalogEntry {
    private static final Pattern FORM = Pattern.compile("[A-Z0-9_-]{3,40}");
    private static final int MOST_ITEMS = 50;

    /// How much it takes off.
    public sealed interface Reduction {
        record Percent(int percent) implements Reduction {}

        record Amount(Money amount) implements Reduction {}
    }

    /// When it can be used.
    public record When(Optional<Instant> from, Optional<Instant> until) {
        public When {
            if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
                throw new Invalid("until", "must be after from");
            }
        }
    }

    public DiscountCode {
        items = List.copyOf(items);
        if (!FORM.matcher(code).matches()) {
            throw new Invalid("code", "must have 3 to 40 letters, digits, _ or -");
        }
    }

    /// As codes are compared.
    public static String typed(String text) {
        return text.strip().toUpperCase(Locale.ROOT);
    }

    /// The entry's id, which is derived from the code: a workspace has each code once.
    public static String id(String workspace, String code) {
        return RandomIds.of(Kind.CODE.prefix(), "code\n" + workspace + "\n" + typed(code));
    }

    @Override
    public Kind kind() {
        return Kind.CODE;
    }

    @Override
    public String name() {
        return code;
    }

    /// How often it can be used.
    public long capacity() {
        return uses.orElse(Inventory.Pool.MOST);
    }

    public boolean isFor(String entry) {
        return items.isEmpty() || items.contains(entry);
    }

    public static DiscountCode read(Fields fields) {
        String code = typed(fields.text("code", 100));
        Optional<Long> percent = fields.maybeNumber("percent", 1, 100);
        Optional<Money> amount = fields.maybeObject("amount").map(Money::read);
        if (percent.isPresent() == amount.isPresent()) {
            throw new Invalid(fields.name("percent"), "or amount must be given, not both");
        }
        Reduction reduction = percent
                .<Reduction>map(each -> new Reduction.Percent((int) (long) each))
                .orElseGet(() -> new Reduction.Amount(amount.orElseThrow()));
        return new DiscountCode(code, reduction,
                fields.maybeNumber("uses", 0, Inventory.Pool.MOST),
                new When(fields.maybeMoment("from").map(OffsetDateTime::toInstant),
                        fields.maybeMoment("until").map(OffsetDateTime::toInstant)),
                fields.texts("for", MOST_ITEMS), fields.flag("oncePerCustomer", false));
    }

    @Override
    public void write(Json json) {
        json.put("code", code);
        switch (reduction) {
            case Reduction.Percent each -> json.put("percent", each.percent());
            case Reduction.Amount each -> json.object("amount", each.amount()::write);
        }
        json.put("uses", uses).put("from", when.from().map(Instant::toString))
                .put("until", when.until().map(Instant::toString));
        if (!items.isEmpty()) {
            json.texts("for", items);
        }
        json.put("oncePerCustomer", personal);
    }
}
