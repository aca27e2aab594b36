package holdfast.server.ical;

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

/// A booking as an iCalendar file (RFC 5545, and RFC 5546 for its method). Times are in the venue's
/// zone. The file has the zone's rules for the time around, so that a calendar with old tables shows
/// the right hour too.
public final class CalendarFile {
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);
    private static final int LONGEST = 73;

    private final StringBuilder entries = new StringBuilder(1_024);
    private final Map<String, ZonedDateTime> zones = new TreeMap<>();
    private final Method method;
    private final Instant made;
    private final long version;
    private final boolean cancelled;

    /// What the recipient's calendar does with the file.
    public enum Method {
        /// Shows it.
        PUBLISH,
        /// Enters an appointment, or moves the one that it has under the same id.
        REQUEST,
        /// Removes the appointment.
        CANCEL
    }

    /// @param made when the file is made
    /// @param version tells a calendar which of two files about one entry is newer
    public CalendarFile(Method method, Instant made, long version, boolean cancelled) {
        this.method = method;
        this.made = made;
        this.version = version;
        this.cancelled = cancelled;
    }

    /// One calendar entry.
    ///
    /// @param parties who has the appointment; a file that is only published has none
    public record Entry(
            String id, ZonedDateTime start, ZonedDateTime end, String name, String about,
            Optional<String> place, Optional<Parties> parties) {}

    /// The mail addresses of the venue and of the customer.
    public record Parties(String organizer, String attendee) {}

    public Method method() {
        return method;
    }

    public void add(Entry entry) {
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
        entry.place().ifPresent(place -> line(entries, "LOCATION:" + escaped(place)));
        line(entries, "STATUS:" + (cancelled ? "CANCELLED" : "CONFIRMED"));
        entry.parties().ifPresent(parties -> {
            line(entries, "ORGANIZER:mailto:" + address(parties.organizer()));
            line(entries, "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:"
                    + address(parties.attendee()));
        });
        if (!cancelled) {
            line(entries, "BEGIN:VALARM");
            line(entries, "ACTION:DISPLAY");
            line(entries, "TRIGGER;RELATED=START:-PT2H");
            line(entries, "DESCRIPTION:" + escaped(entry.name()));
            line(entries, "END:VALARM");
        }
        line(entries, "END:VEVENT");
    }

    /// An address as a part of a URI. Letters outside ASCII, which a calendar may know, stay.
    private static String address(String mail) {
        return mail.replaceAll("[\\p{Cntrl}\\s]", "").replace("%", "%25").replace("?", "%3F")
                .replace("&", "%26").replace("#", "%23");
    }

    public byte[] bytes() {
        StringBuilder text = new StringBuilder(1_024);
        line(text, "BEGIN:VCALENDAR");
        line(text, "VERSION:2.0");
        line(text, "PRODID:-//Holdfast//Holdfast//EN");
        line(text, "METHOD:" + method);
        zones.forEach((id, first) -> zone(text, ZoneId.of(id), first));
        text.append(entries);
        line(text, "END:VCALENDAR");
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String local(ZonedDateTime at) {
        return ";TZID=" + at.getZone().getId() + ":" + LOCAL.format(at);
    }

    /// The zone from the last clock change before to the second one after.
    private static void zone(StringBuilder text, ZoneId zone, ZonedDateTime around) {
        ZoneRules rules = zone.getRules();
        line(text, "BEGIN:VTIMEZONE");
        line(text, "TZID:" + zone.getId());
        Optional<ZoneOffsetTransition> before =
                Optional.ofNullable(rules.previousTransition(around.toInstant().plusNanos(1)));
        if (before.isEmpty()) {
            observance(text, rules, around.getOffset(), around.getOffset(),
                    LOCAL.format(around.minusYears(1)), around.toInstant());
        }
        Optional<ZoneOffsetTransition> each =
                before.or(() -> Optional.ofNullable(rules.nextTransition(around.toInstant())));
        for (int at = 0; at < 3 && each.isPresent(); at++) {
            ZoneOffsetTransition change = each.get();
            observance(text, rules, change.getOffsetBefore(), change.getOffsetAfter(),
                    LOCAL.format(change.getDateTimeBefore()), change.getInstant());
            each = Optional.ofNullable(rules.nextTransition(change.getInstant()));
        }
        line(text, "END:VTIMEZONE");
    }

    private static void observance(
            StringBuilder text, ZoneRules rules, ZoneOffset from, ZoneOffset to, String start, Instant at) {
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
