package holdfast.server.json;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.Invalid;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Set;

/// Reads and checks single values.
public final class Texts {
    private static final Set<String> ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());

    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private Texts() {}

    /// A text of at most so many characters.
    public static String text(String name, JsonNode found, int longest) {
        if (!found.isTextual()) {
            throw new Invalid(name, "must be a text");
        }
        return checked(name, found.textValue(), longest);
    }

    /// Checks a text's length and characters.
    public static String checked(String name, String value, int longest) {
        if (value.isBlank() || value.length() > longest) {
            throw new Invalid(name, "must have 1 to " + longest + " characters");
        }
        if (value.codePoints().anyMatch(Texts::unfit)) {
            throw new Invalid(name, "must not contain control characters");
        }
        return value;
    }

    /// Control characters, and unpaired surrogates, which are no characters.
    private static boolean unfit(int point) {
        return Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE;
    }

    static long number(String name, JsonNode found, long least, long most) {
        if (!found.isIntegralNumber()) {
            throw new Invalid(name, "must be a whole number");
        }
        if (!found.canConvertToLong() || found.longValue() < least || found.longValue() > most) {
            throw new Invalid(name, "must be from " + least + " to " + most);
        }
        return found.longValue();
    }

    static OffsetDateTime moment(String name, JsonNode found) {
        return moment(name, text(name, found, 60));
    }

    public static OffsetDateTime moment(String name, String text) {
        try {
            OffsetDateTime moment = OffsetDateTime.parse(text);
            // Compares the instant and not the year at an offset: what is stored is read again at
            // another offset.
            Instant instant = moment.toInstant();
            if (instant.isBefore(EARLIEST) || !instant.isBefore(LATEST)) {
                throw new Invalid(name, "must lie between the years 1900 and 2200");
            }
            return moment;
        } catch (DateTimeParseException nonsense) {
            throw new Invalid(
                    name, "must be a moment with its offset, as in 2026-12-12T20:00:00+01:00");
        }
    }

    /// A time with offset and seconds, as RFC 3339 requires.
    public static String text(OffsetDateTime moment) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(moment);
    }

    /// A zone by its name in the tz database. An offset is not a zone: it has no daylight saving
    /// time.
    public static ZoneId zone(String name) {
        if (!ZONES.contains(name)) {
            throw new DateTimeException("no such zone");
        }
        return name.equals("Z") ? ZoneOffset.UTC : ZoneId.of(name);
    }
}
