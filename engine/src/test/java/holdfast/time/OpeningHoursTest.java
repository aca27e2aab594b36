package holdfast.time;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Hours;
import holdfast.Hours.Span;
import holdfast.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Opening hours compared with the wall clock, minute by minute, around the days on which it is put
/// forward or back.
class OpeningHoursTest {
    private static final int CALENDARS = 30;

    @ParameterizedTest
    @CsvSource({
            "Europe/Berlin, 2026-03-28", "Europe/Berlin, 2026-10-24",
            "America/New_York, 2026-03-07",
            "America/New_York, 2026-10-31", "Australia/Lord_Howe, 2026-04-04",
            "Australia/Lord_Howe, 2026-10-03", "Asia/Kathmandu, 2026-06-01", "UTC, 2026-12-30",
            "Pacific/Chatham, 2026-04-04", "Pacific/Apia, 2011-12-28", "America/Havana, 2026-11-01",
    })
    void isOpenByTheLocalWallClock(String zoneId, LocalDate day) {
        ZoneId zone = ZoneId.of(zoneId);
        Random random = new Random(zoneId.hashCode());
        for (int calendar = 0; calendar < CALENDARS; calendar++) {
            OpeningHours openings = new OpeningHours(hours(zone, day, random));
            Instant at = day.atStartOfDay(zone).toInstant();
            Instant end = day.plusDays(4).atStartOfDay(zone).toInstant();
            for (; at.isBefore(end); at = at.plusSeconds(300)) {
                compare(openings, zone, at);
            }
        }
    }

    /// Where an hour comes twice, a span that begins or ends in it is open from the first of its
    /// beginnings to the last of its ends, so that the wall clock alone does not tell.
    private static void compare(OpeningHours openings, ZoneId zone, Instant at) {
        boolean open = openings.open(new Window(at, at.plusSeconds(1)));
        boolean expected = wallClock(openings.hours(), at);
        boolean twice =
                zone.getRules().getValidOffsets(at.atZone(zone).toLocalDateTime()).size() > 1;
        if (open != expected && (expected || !twice)) {
            throw new AssertionError(openings.text() + " at " + at.atZone(zone)
                    + ": open " + open + ", and by the wall clock " + expected);
        }
    }

    private static boolean wallClock(Hours hours, Instant at) {
        ZonedDateTime there = at.atZone(hours.zone());
        LocalTime time = there.toLocalTime();
        return hours.openings().stream()
                .anyMatch(each -> !at.isBefore(each.from()) && at.isBefore(each.to()))
                || hours.week().getOrDefault(there.getDayOfWeek(), List.of()).stream()
                        .anyMatch(span -> !time.isBefore(span.from())
                                && (span.to().equals(LocalTime.MIDNIGHT)
                                        || time.isBefore(span.to())));
    }

    private static Hours hours(ZoneId zone, LocalDate day, Random random) {
        Map<DayOfWeek, List<Span>> week = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek each : DayOfWeek.values()) {
            List<Span> spans = new ArrayList<>();
            for (int span = random.nextInt(4); span > 0; span--) {
                int from = random.nextInt(24 * 4 - 1);
                int to = from + 1 + random.nextInt(24 * 4 - from);
                spans.add(new Span(quarter(from), quarter(to)));
            }
            week.put(each, spans);
        }
        Instant begin = day.plusDays(1).atStartOfDay(zone).toInstant()
                .plusSeconds(900L * random.nextInt(96));
        return new Hours(zone, week, random.nextBoolean()
                ? List.of() : List.of(new Window(begin, begin.plusSeconds(5_400))));
    }

    private static LocalTime quarter(int quarter) {
        return LocalTime.MIDNIGHT.plusMinutes(15L * quarter);
    }

    @Test
    void opensOnlyForVisitsWithinOneOpenInterval() {
        Hours hours = new Hours(ZoneId.of("UTC"), Map.of(
                DayOfWeek.MONDAY, List.of(span("09:00", "12:00"), span("12:00", "14:00"),
                        span("15:00", "00:00")),
                DayOfWeek.TUESDAY, List.of(span("00:00", "02:00"))), List.of());
        OpeningHours openings = new OpeningHours(hours);
        Instant monday = Instant.parse("2026-06-01T00:00:00Z");
        assertThat(openings.open(from(monday, 9, 14))).isTrue();
        assertThat(openings.open(from(monday, 11, 13))).isTrue();
        assertThat(openings.open(from(monday, 13, 15))).isFalse();
        assertThat(openings.open(from(monday, 14, 15))).isFalse();
        assertThat(openings.open(from(monday, 22, 26))).isTrue();
        assertThat(openings.open(from(monday, 22, 27))).isFalse();
        assertThat(openings.open(from(monday, 8, 10))).isFalse();
    }

    private static Window from(Instant day, int from, int to) {
        return new Window(day.plus(Duration.ofHours(from)), day.plus(Duration.ofHours(to)));
    }

    private static Span span(String from, String to) {
        return new Span(LocalTime.parse(from), LocalTime.parse(to));
    }

    @Test
    void readsBackItsTextForm() {
        Random random = new Random(20261120);
        for (int calendar = 0; calendar < 500; calendar++) {
            OpeningHours openings = new OpeningHours(
                    hours(ZoneId.of("Pacific/Chatham"), LocalDate.of(2026, 4, 4), random));
            OpeningHours again = OpeningHours.parse(openings.text());
            assertThat(again.text()).isEqualTo(openings.text());
            assertThat(again.hours().openings()).isEqualTo(openings.hours().openings());
            for (DayOfWeek day : DayOfWeek.values()) {
                assertThat(again.hours().week().getOrDefault(day, List.of()))
                        .isEqualTo(openings.hours().week().getOrDefault(day, List.of()));
            }
        }
    }
}
