package holdfast.server.catalog;

import holdfast.Invalid;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// A workspace's rules for bookings, and the look of its pages. Each workspace has one.
///
/// @param cancel how long before the start a customer may still cancel; empty for never
/// @param exchange the same for exchanging
/// @param exchanges how often a customer may exchange; empty for no limit
/// @param issuer who issues the receipts
/// @param region where it sells
/// @param identity who the workspace is to its customers
public record Terms(
        String name, Optional<Duration> cancel, Optional<Duration> exchange,
        Optional<Long> exchanges, Optional<String> accent, ReceiptIssuer issuer,
        Region region, VenueIdentity identity)
        implements CatalogEntry {
    public static final String ID = "terms";
    public static final Terms USUAL = new Terms("Holdfast", Optional.of(Duration.ZERO),
            Optional.of(Duration.ZERO), Optional.empty(), Optional.empty(), ReceiptIssuer.USUAL,
            Region.NONE, VenueIdentity.NONE);
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");

    @Override
    public Kind kind() {
        return Kind.TERMS;
    }

    @Override
    public Terms in(String language) {
        return new Terms(identity.translations().line(language, "name", name), cancel, exchange,
                exchanges, accent, issuer, region, identity.in(language));
    }

    @Override
    public Optional<Picture> picture() {
        return identity.logo();
    }

    public static Terms read(Fields fields) {
        Optional<String> accent = fields.maybeText("accent", 7);
        if (accent.isPresent() && !COLOUR.matcher(accent.get()).matches()) {
            throw new Invalid("accent", "must be a colour, as in #0a7d55");
        }
        return new Terms(fields.text("name", 200), before(fields, "cancel"),
                before(fields, "exchange"), fields.maybeNumber("exchangesAtMost", 0, 1_000),
                accent,
                fields.maybeObject("issuer").map(ReceiptIssuer::read).orElse(ReceiptIssuer.USUAL),
                Region.read(fields), VenueIdentity.read(fields));
    }

    private static Optional<Duration> before(Fields fields, String verb) {
        String field = verb + "UntilBefore";
        Optional<String> text = fields.maybeText(field, 60);
        if (text.isPresent() && text.get().equals("never")) {
            return Optional.empty();
        }
        Duration before = fields.maybeDuration(field).orElse(Duration.ZERO);
        if (before.isNegative() || before.compareTo(LONGEST) > 0) {
            throw new Invalid(field, "must be from PT0S to " + LONGEST + ", or never");
        }
        if (!before.equals(Duration.ofSeconds(before.toSeconds()))) {
            throw new Invalid(field, "must be of whole seconds, or never");
        }
        return Optional.of(before);
    }

    @Override
    public void write(Json json) {
        json.put("name", name).put("cancelUntilBefore", text(cancel))
                .put("exchangeUntilBefore", text(exchange))
                .put("exchangesAtMost", exchanges).put("accent", accent);
        if (!issuer.equals(ReceiptIssuer.USUAL)) {
            json.object("issuer", issuer::write);
        }
        region.write(json);
        identity.write(json);
    }

    private static String text(Optional<Duration> before) {
        return before.map(Duration::toString).orElse("never");
    }
}
