package holdfast.server.ical;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Tests the iCalendar file.
class CalendarFileTest {
    private static final Instant MADE = Instant.parse("2026-11-20T12:00:00Z");

    private static String file(String moment, String zone, String name) {
        CalendarFile file = new CalendarFile(CalendarFile.Method.PUBLISH, MADE, 3, false);
        ZonedDateTime start = ZonedDateTime.parse(moment).withZoneSameInstant(ZoneId.of(zone));
        file.add(new CalendarFile.Entry(
                "hld_1-0@holdfast", start, start.plusHours(2), name, "two\nlines",
                Optional.of("Berlin"),
                Optional.empty()));
        return new String(file.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void writesLocalTimesWithTheirZone() {
        String file = file("2026-12-12T19:00:00Z", "Europe/Berlin", "Concert");
        assertThat(file).endsWith("END:VCALENDAR\r\n");
        assertThat(file)
                .contains("BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER;RELATED=START:-PT2H\r\n");
        assertThat(file.replace("\r\n", "\n"))
                .contains("DTSTART;TZID=Europe/Berlin:20261212T200000\n",
                        "DTEND;TZID=Europe/Berlin:20261212T220000\n")
                .contains("""
                        BEGIN:STANDARD
                        DTSTART:20261025T030000
                        TZOFFSETFROM:+0200
                        TZOFFSETTO:+0100
                        END:STANDARD
                        BEGIN:DAYLIGHT
                        DTSTART:20270328T020000
                        TZOFFSETFROM:+0100
                        TZOFFSETTO:+0200
                        END:DAYLIGHT
                        """);
    }

    @Test
    void writesOneRuleForAZoneWithoutChanges() {
        assertThat(file("2026-12-12T19:00:00Z", "UTC", "Concert"))
                .contains("TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\n")
                .containsOnlyOnce("BEGIN:STANDARD");
    }

    @Test
    void escapesTextAndFoldsLongLines() {
        String file = file("2026-12-12T19:00:00Z", "Europe/Berlin",
                "Bach, Pärt; and \\ more ".repeat(8));
        assertThat(file).contains("SUMMARY:Bach\\, Pärt\\; and \\\\ more")
                .contains("DESCRIPTION:two\\nlines");
        assertThat(file.split("\r\n", -1)).allSatisfy(line -> assertThat(
                line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(75));
    }
}
