package holdfast.server.booking;

import holdfast.Invalid;
import holdfast.server.catalog.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The stamp of one item in a hold's note, as in `evt_1@3/early=7000EUR`: the version of the
/// catalogue entry that was sold, the tier, and the price. The price is absent where it depended on
/// the seats found; then the version has it.
public record SoldVersion(String version, Optional<String> tier, Optional<Money> price) {
    private static final Pattern FORM = Pattern.compile(
            "([^/=\\s]*)(?:/([^/=\\s]+))?(?:=([0-9]{1,13})([A-Z]{3}))?");

    /// An item without a known version.
    static final SoldVersion NONE = new SoldVersion("", Optional.empty(), Optional.empty());

    String text() {
        return version + tier.map(each -> "/" + each).orElse("")
                + price.map(each -> "=" + each.amount() + each.currency()).orElse("");
    }

    /// The stamp of the catalogue version that was sold.
    public String id() {
        int at = version.lastIndexOf('@');
        return at < 0 ? version : version.substring(0, at);
    }

    /// Unknown text yields an empty stamp: old and foreign notes are read too.
    static SoldVersion read(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() ? new SoldVersion(matcher.group(1),
                Optional.ofNullable(matcher.group(2)), price(matcher)) : NONE;
    }

    private static Optional<Money> price(Matcher matcher) {
        try {
            return matcher.group(3) == null ? Optional.empty() : Optional.of(new Money(
                    Long.parseLong(matcher.group(3)), matcher.group(4)));
        } catch (Invalid unreadable) {
            return Optional.empty();
        }
    }

    /// The stamps of a note, in the order of the items; the note may go on after them.
    public static List<SoldVersion> all(String note, int items) {
        String[] words = note.split(" ", -1);
        List<SoldVersion> all = new ArrayList<>();
        for (int at = 0; at < items; at++) {
            all.add(at < words.length ? read(words[at]) : NONE);
        }
        return all;
    }
}
