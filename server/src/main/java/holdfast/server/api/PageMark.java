package holdfast.server.api;

import holdfast.Invalid;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// An entry's position in a list: sorted by the first of these texts, then by the next. The
/// position does not need the entry, so a page continues even if that entry is gone.
record PageMark(List<String> by) implements Comparable<PageMark> {
    private static final String BETWEEN = "\n";
    /// The prefix of each mark, so that no other text is taken for one.
    private static final String MARK = "at-";
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    PageMark {
        by = List.copyOf(by);
    }

    static PageMark of(String... by) {
        return new PageMark(List.of(by));
    }

    /// A moment as a text that sorts in the order of time.
    static String at(Instant moment) {
        return MOMENT.format(moment);
    }

    /// A number that is not negative, as a text that sorts by its value.
    static String number(long number) {
        return String.format(Locale.ROOT, "%019d", number);
    }

    @Override
    public int compareTo(PageMark other) {
        for (int at = 0; at < Math.min(by.size(), other.by.size()); at++) {
            int order = by.get(at).compareTo(other.by.get(at));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(by.size(), other.by.size());
    }

    /// The text for the field `next`.
    String mark() {
        return MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(
                String.join(BETWEEN, by).getBytes(StandardCharsets.UTF_8));
    }

    static PageMark read(String mark) {
        if (!mark.startsWith(MARK)) {
            throw new Invalid("after", "must be the \"next\" of an earlier page");
        }
        try {
            byte[] text = Base64.getUrlDecoder().decode(mark.substring(MARK.length()));
            return new PageMark(List.of(StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(text)).toString().split(BETWEEN, -1)));
        } catch (IllegalArgumentException | CharacterCodingException nonsense) {
            throw new Invalid("after", "must be the \"next\" of an earlier page");
        }
    }
}
