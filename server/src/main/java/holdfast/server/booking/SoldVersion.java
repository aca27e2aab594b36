package holdfast.server.booking;

import holdfast.Invalid;
import holdfast.server.catalog.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a hold's note says of one item, as in `evt_1@3/early=7000EUR`: from which version of which
/// description it was sold, in which tier, and for how much. The price is absent where it depended
/// on the seats that were found; it then stands in the version.
public record SoldVersion(String version, Optional<String> tier, Optional<Money> price) {
    private static final Pattern FORM = Pattern.compile(
            "([^/=\\s]*)(?:/([^/=\\s]+))?(?:=([0-9]{1,13})([A-Z]{3}))?");

    /// Something of which nothing is known.
    static final SoldVersion NONE = new SoldVersion("", Optional.empty(), Optional.empty());

    String text() {
        return version + tier.map(each -> "/" + each).orElse("")
                + price.map(each -> "=" + each.amount() + each.currency()).orElse("");
    }

    /// Of what it was sold a version.
    public String id() {
        int at = version.lastIndexOf('@');
        return at < 0 ? version : version.substring(0, at);
    }

    /// What is not understood is not there: old and foreign notes are read too.
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

    /// Those of a note, in the sequence of the items; after them it may say more.
    static List<SoldVersion> all(String note, int items) {
        String[] words = note.split(" ", -1);
        List<SoldVersion> all = new ArrayList<>();
        for (int at = 0; at < items; at++) {
            all.add(at < words.length ? read(words[at]) : NONE);
        }
        return all;
    }
}
