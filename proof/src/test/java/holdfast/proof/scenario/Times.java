package holdfast.proof.scenario;

import holdfast.Window;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The format of times in scenarios: `10:15` of its day in its zone, `2026-06-02T10:15` of another
/// day, `2026-10-25T02:30+01:00` where the clocks are put back. Parses requests, prints answers.
record Times(ZoneId zone, LocalDate day) {
    static final Times USUAL = new Times(ZoneId.of("UTC"), LocalDate.of(2026, 6, 1));
    private static final Pattern LENGTH = Pattern.compile("(\\d+)(us|ms|s|m|h|d)");
    private static final Pattern OFFSET = Pattern.compile(".*T.*([+-]\\d\\d:\\d\\d|Z)");

    Instant parse(String word, LineTokens in) {
        try {
            if (OFFSET.matcher(word).matches()) {
                return OffsetDateTime.parse(word).toInstant();
            }
            LocalDateTime local = word.contains("T")
                    ? LocalDateTime.parse(word)
                    : day.atTime(LocalTime.parse(word));
            return local.atZone(zone).toInstant();
        } catch (DateTimeParseException no) {
            throw in.wrong(word + " is no time like 10:15 or 2026-06-02T10:15", no);
        }
    }

    /// A half-open window from one time to another; `2026-06-02T10:00..11:00` stays on that day.
    Window window(String word, LineTokens in) {
        String[] ends = word.split("\\.\\.", -1);
        if (ends.length != 2) {
            throw in.wrong(word + " is no window like 10:00..11:00");
        }
        boolean sameDay = ends[0].contains("T") && !ends[1].contains("T");
        String to = sameDay ? ends[0].substring(0, ends[0].indexOf('T') + 1) + ends[1] : ends[1];
        return new Window(parse(ends[0], in), parse(to, in));
    }

    static Duration length(String word, LineTokens in) {
        Matcher matcher = LENGTH.matcher(word);
        if (!matcher.matches()) {
            throw in.wrong(word + " is no length of time like 15m, 2h, 1d or 1us");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "us" -> Duration.of(count, ChronoUnit.MICROS);
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    ZoneId zone(String word, LineTokens in) {
        try {
            return ZoneId.of(word);
        } catch (DateTimeException no) {
            throw in.wrong(word + " is no time zone", no);
        }
    }

    Times in(ZoneId other) {
        return new Times(other, day);
    }

    Times on(Instant now) {
        return new Times(zone, now.atZone(zone).toLocalDate());
    }

    String print(Instant instant) {
        if (instant.isAfter(Instant.parse("9000-01-01T00:00:00Z"))) {
            return "forever";
        }
        ZonedDateTime there = instant.atZone(zone);
        boolean twice = zone.getRules().getValidOffsets(there.toLocalDateTime()).size() > 1;
        if (twice) {
            return there.toOffsetDateTime().toString();
        }
        return there.toLocalDate().equals(day)
                ? there.toLocalTime().toString()
                : there.toLocalDateTime().toString();
    }

    String print(Window window) {
        String from = print(window.from());
        String to = print(window.to());
        boolean sameDay = from.contains("T")
                && to.startsWith(from.substring(0, from.indexOf('T') + 1));
        return from + ".." + (sameDay ? to.substring(to.indexOf('T') + 1) : to);
    }
}
