package holdfast.server.storefront;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A booking as an iCalendar file (RFC 5545). Times are in the venue's zone. The file has the
/// zone's rules for the time around, so that a calendar with old tables shows the right hour too.
final class CalendarFile {
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);
    private static final int LONGEST = 73;

    private final StringBuilder text = new StringBuilder(1_024);
    private final StringBuilder entries = new StringBuilder(1_024);
    private final Map<String, ZonedDateTime> zones = new TreeMap<>();
    private final Instant made;
    private final int version;
    private final boolean cancelled;

    /// @param version tells a calendar which of two files is newer
    CalendarFile(Instant made, int version, boolean cancelled) {
        this.made = made;
        this.version = version;
        this.cancelled = cancelled;
    }

    /// One calendar entry.
    record Entry(
            String id, ZonedDateTime start, ZonedDateTime end, String name, String about,
            String place) {}

    void add(Entry entry) {
        zones.merge(entry.start().getZone().getId(), entry.start(),
                (one, other) -> one.isBefore(other) ? one : other);
        line(entries, "BEGIN:VEVENT");
        line(entries, "UID:" + entry.id());
        line(entries, "DTSTAMP:" + LOCAL.format(made.atZone(ZoneOffset.UTC)) + "Z");
        line(entries, "SEQUENCE:" + version);
        line(entries, "DTSTART" + local(entry.start()));
        line(entries, "DTEND" + local(entry.end()));
        line(entries, "SUMMARY:" + escaped(entry.name()));
        line(entries, "DESCRIPTION:" + escaped(entry.about()));
        line(entries, "LOCATION:" + escaped(entry.place()));
        line(entries, "STATUS:" + (cancelled ? "CANCELLED" : "CONFIRMED"));
        line(entries, "END:VEVENT");
    }

    byte[] bytes() {
        line(text, "BEGIN:VCALENDAR");
        line(text, "VERSION:2.0");
        line(text, "PRODID:-//Holdfast//Counter//EN");
        line(text, "METHOD:PUBLISH");
        zones.forEach((id, first) -> zone(ZoneId.of(id), first));
        text.append(entries);
        line(text, "END:VCALENDAR");
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String local(ZonedDateTime at) {
        return ";TZID=" + at.getZone().getId() + ":" + LOCAL.format(at);
    }

    /// The zone from the last clock change before to the second one after.
    private void zone(ZoneId zone, ZonedDateTime around) {
        ZoneRules rules = zone.getRules();
        line(text, "BEGIN:VTIMEZONE");
        line(text, "TZID:" + zone.getId());
        Optional<ZoneOffsetTransition> before =
                Optional.ofNullable(rules.previousTransition(around.toInstant().plusNanos(1)));
        if (before.isEmpty()) {
            observance(rules, around.getOffset(), around.getOffset(),
                    LOCAL.format(around.minusYears(1)), around.toInstant());
        }
        Optional<ZoneOffsetTransition> each =
                before.or(() -> Optional.ofNullable(rules.nextTransition(around.toInstant())));
        for (int at = 0; at < 3 && each.isPresent(); at++) {
            ZoneOffsetTransition change = each.get();
            observance(rules, change.getOffsetBefore(), change.getOffsetAfter(),
                    LOCAL.format(change.getDateTimeBefore()), change.getInstant());
            each = Optional.ofNullable(rules.nextTransition(change.getInstant()));
        }
        line(text, "END:VTIMEZONE");
    }

    private void observance(
            ZoneRules rules, ZoneOffset from, ZoneOffset to, String start, Instant at) {
        String kind = rules.isDaylightSavings(at) ? "DAYLIGHT" : "STANDARD";
        line(text, "BEGIN:" + kind);
        line(text, "DTSTART:" + start);
        line(text, "TZOFFSETFROM:" + offset(from));
        line(text, "TZOFFSETTO:" + offset(to));
        line(text, "END:" + kind);
    }

    private static String offset(ZoneOffset offset) {
        return offset.getTotalSeconds() == 0 ? "+0000" : offset.getId().replace(":", "");
    }

    static String escaped(String value) {
        return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
                .replace("\r", "").replace("\n", "\\n");
    }

    /// Lines end with CR LF and have 75 bytes at the most; a longer line continues after a space.
    private static void line(StringBuilder out, String content) {
        int bytes = 0;
        for (int at = 0; at < content.length();) {
            int letter = content.codePointAt(at);
            int size = Character.toString(letter).getBytes(StandardCharsets.UTF_8).length;
            if (bytes + size > LONGEST) {
                out.append("\r\n ");
                bytes = 1;
            }
            out.appendCodePoint(letter);
            bytes += size;
            at += Character.charCount(letter);
        }
        out.append("\r\n");
    }
}
