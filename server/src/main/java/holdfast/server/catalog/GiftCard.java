package holdfast.server.catalog;

import holdfast.Invalid;
import holdfast.Inventory;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A gift card. Its balance is a pool of the currency's smallest unit, of which a hold takes what
/// the card pays. The code itself is not stored: the entry's id is derived from it.
///
/// @param value    what it was made for, as a sum of all its payments
/// @param lastFour the end of its code, by which people tell cards apart
public record GiftCard(Money value, String lastFour, Optional<Instant> until)
        implements CatalogEntry {
    private static final Pattern FORM = Pattern.compile("[A-Z0-9]{12,40}");
    private static final int SHOWN = 4;

    public GiftCard {
        if (value.amount() < 1 || value.amount() > Inventory.Pool.MOST) {
            throw new Invalid("value.amount", "must be from 1 to " + Inventory.Pool.MOST);
        }
    }

    /// As codes are compared: without spaces and dashes.
    public static String typed(String text) {
        return text.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    }

    public static String id(String workspace, String code) {
        return RandomIds.of(Kind.GIFTCARD.prefix(), "card\n" + workspace + "\n" + typed(code));
    }

    /// A card with this code, which must be long enough not to be guessed.
    public static GiftCard of(String code, Money value, Optional<Instant> until) {
        String typed = typed(code);
        if (!FORM.matcher(typed).matches()) {
            throw new Invalid("code", "must have 12 to 40 letters and digits");
        }
        return new GiftCard(value, typed.substring(typed.length() - SHOWN), until);
    }

    @Override
    public Kind kind() {
        return Kind.GIFTCARD;
    }

    @Override
    public String name() {
        return lastFour;
    }

    public static GiftCard read(Fields fields) {
        return new GiftCard(Money.read(fields.object("value")),
                fields.text("lastFour", SHOWN),
                fields.maybeMoment("until").map(OffsetDateTime::toInstant));
    }

    @Override
    public void write(Json json) {
        json.object("value", value::write).put("lastFour", lastFour)
                .put("until", until.map(Instant::toString));
    }
}
