package holdfast.server.catalog;

import holdfast.Invalid;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a workspace sells: the time zone and the currency that a form for something new begins
/// with, and the languages of its storefront.
///
/// @param languages the first one is for customers who prefer none of them; empty for all
public record Region(Optional<ZoneId> zone, Optional<String> currency, List<String> languages) {
    public static final Region NONE =
            new Region(Optional.empty(), Optional.empty(), List.of());
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");
    private static final int MOST = 10;

    public Region {
        languages = List.copyOf(languages);
    }

    static Region read(Fields fields) {
        List<String> languages = fields.texts("languages", MOST);
        for (String each : languages) {
            if (!LANGUAGE.matcher(each).matches()) {
                throw new Invalid(fields.name("languages"), "must have languages, as in de");
            }
        }
        Optional<String> currency = fields.maybeText("currency", 3);
        currency.ifPresent(code -> new Money(0, code));
        return new Region(fields.has("timeZone") ? Optional.of(fields.zone("timeZone"))
                : Optional.empty(), currency, languages);
    }

    void write(Json json) {
        json.put("timeZone", zone.map(ZoneId::getId)).put("currency", currency);
        if (!languages.isEmpty()) {
            json.texts("languages", languages);
        }
    }
}
