package holdfast.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Formats instants as text of one width, which sorts in time order.
final class SortableInstants {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private SortableInstants() {}

    static String text(Instant moment) {
        return FORM.format(moment);
    }
}
