package holdfast.server.booking;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.StringJoiner;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every listed start can be held, and no other one can: in random salons, around the days of clock
/// changes, with closures, buffers, held and expired visits, and with notice and horizon ending
/// within the days.
class ListedIsHeldTest {
    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private int had;
    private int refused;

    private static final List<String> STAFF = List.of("cal_maya", "cal_jon", "cal_lea");
    private static final List<String> ROOMS = List.of("cal_one", "cal_two");

    @ParameterizedTest
    @CsvSource({
            "Europe/Berlin, 2027-03-28, 1", "Europe/Berlin, 2026-10-25, 2",
            "Pacific/Chatham, 2026-09-27, 3", "Pacific/Chatham, 2027-04-04, 4",
            "America/St_Johns, 2027-03-14, 5", "America/St_Johns, 2026-11-01, 6",
            "Australia/Lord_Howe, 2026-10-04, 7", "Europe/Berlin, 2026-12-03, 8",
            "America/Santiago, 2026-09-06, 9", "Africa/Cairo, 2027-04-30, 10"})
    void holdsExactlyTheListedTimes(String zoneName, LocalDate day, long usual) {
        long seed = Long.getLong("holdfast.seed", usual);
        Random random = new Random(seed);
        ZoneId zone = ZoneId.of(zoneName);
        Salon salon = new Salon(scratch);
        Instant now = day.minusDays(1).atTime(random.nextInt(24), random.nextInt(60), 13)
                .atZone(zone).toInstant();
        scratch.clock().set(now);
        List<String> all = new ArrayList<>(STAFF);
        all.addAll(ROOMS);
        for (String calendar : all) {
            salon.calendar(calendar, calendarJson(random, calendar, zone));
        }
        for (int round = 0; round < 4; round++) {
            Versioned<Service> service = salon.service("svc_" + round, serviceJson(random));
            disturb(salon, random, service, now, all);
            List<String> with = with(random);
            compare(salon, random, service, with, day);
        }
        assertThat(had).as("something was had at all").isPositive();
        assertThat(refused).as("something was refused at all").isPositive();
    }

    private static String calendarJson(Random random, String name, ZoneId zone) {
        if (random.nextInt(5) == 0) {
            return "{\"name\": \"" + name + "\", \"timeZone\": \"" + zone + "\"}";
        }
        StringJoiner days = new StringJoiner(", ");
        for (String day : List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun")) {
            int from = random.nextInt(12 * 4) * 15;
            int to = from + 60 + random.nextInt(11 * 4) * 15;
            int late = Math.min(1_380, to + 30);
            days.add("\"" + day + "\": [[\"" + time(from) + "\", \"" + time(to) + "\"]"
                    + (late > to ? ", [\"" + time(late) + "\", \"24:00\"]]" : "]"));
        }
        return "{\"name\": \"" + name + "\", \"timeZone\": \"" + zone + "\", \"lanes\": "
                + (1 + random.nextInt(2)) + ", \"hours\": {" + days + "}}";
    }

    private static String time(int minutes) {
        return LocalTime.MIDNIGHT.plusMinutes(minutes).toString();
    }

    private static String serviceJson(Random random) {
        int minutes = 20 + random.nextInt(20) * 5;
        int[] steps = {5, 7, 15, 20, 30, 45, 60, 90, 150};
        String part = switch (random.nextInt(3)) {
            case 0 -> "";
            case 1 -> ", \"from\": \"PT10M\"";
            default -> ", \"from\": \"PT5M\", \"to\": \"PT" + (minutes - 5) + "M\"";
        };
        return """
                {"name": "Massage", "duration": "PT%dM", "bufferBefore": "PT%dM",
                 "bufferAfter": "PT%dM", "step": "PT%dM", "notice": "PT%dM", "horizon": "PT%dH",
                 "needs": [{"anyOf": [%s]}, {"anyOf": [%s]%s}%s]}"""
                .formatted(minutes, random.nextInt(4) * 5, random.nextInt(4) * 5,
                        steps[random.nextInt(steps.length)], random.nextInt(400),
                        30 + random.nextInt(50), some(random, STAFF), some(random, ROOMS), part,
                        random.nextInt(3) == 0
                                ? ", {\"anyOf\": [" + some(random, STAFF) + "]}" : "");
    }

    private static String some(Random random, List<String> all) {
        List<String> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        return String.join(", ", shuffled.subList(0, 1 + random.nextInt(all.size())).stream()
                .map(id -> "\"" + id + "\"").toList());
    }

    private static List<String> with(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> List.of(STAFF.getFirst());
            default -> List.of();
        };
    }

    /// Adds closures and visits, some of which expire.
    private void disturb(
            Salon salon, Random random, Versioned<Service> service, Instant now,
            List<String> calendars) {
        for (int count = 0; count < 4; count++) {
            Instant from = now.plus(Duration.ofMinutes(random.nextInt(3_000)));
            salon.close(calendars.get(random.nextInt(calendars.size())), from,
                    from.plus(Duration.ofMinutes(5L + random.nextInt(200))));
        }
        LocalDate today = now.atZone(salon.visits.zone(Salon.HERE, service.entry())).toLocalDate();
        for (int count = 0; count < 8; count++) {
            List<Item.Visit> free = salon.free(
                    service, today, today.plusDays(4), List.of());
            if (!free.isEmpty()) {
                salon.hold(free.get(random.nextInt(free.size())), Optional.empty());
            }
            if (count == 3) {
                scratch.clock().tick(Duration.ofMinutes(16));
            }
        }
    }

    private void compare(
            Salon salon, Random random, Versioned<Service> service, List<String> wanted,
            LocalDate day) {
        List<String> with = service.entry().needs().stream()
                .anyMatch(need -> need.anyOf().containsAll(wanted)) ? wanted : List.of();
        LocalDate from = day.minusDays(1);
        LocalDate to = day.plusDays(2);
        List<Item.Visit> free = salon.free(service, from, to, with);
        Set<Instant> listed = new HashSet<>();
        free.forEach(each -> listed.add(each.start().toInstant()));
        assertThat(listed).as("each start once").hasSameSizeAs(free);
        List<Item.Visit> shuffled = new ArrayList<>(free);
        Collections.shuffle(shuffled, random);
        for (Item.Visit each : shuffled.subList(0, Math.min(40, shuffled.size()))) {
            assertThat(salon.canBeHeld(each)).as("listed: %s of %s", each, service).isTrue();
            assertThat(salon.canBeHeld(new Item.Visit(each.service(), each.start(), with)))
                    .as("listed, as it was asked for: %s of %s", each, service).isTrue();
        }
        ZoneId zone = salon.visits.zone(Salon.HERE, service.entry());
        ZonedDateTime begin = from.atStartOfDay(zone);
        long minutes = Duration.between(begin, to.atStartOfDay(zone)).toMinutes();
        for (int count = 0; count < 120; count++) {
            ZonedDateTime start = begin.plusMinutes(
                    random.nextInt((int) minutes / 5) * 5L + (count % 8 == 0 ? 1 : 0));
            Item.Visit item = new Item.Visit(service.id(), start.toOffsetDateTime(), with);
            boolean held = salon.canBeHeld(item);
            assertThat(held).as("%s of %s with %s", start, service, with)
                    .isEqualTo(listed.contains(start.toInstant()));
            had += held ? 1 : 0;
            refused += held ? 0 : 1;
        }
        assertThat(salon.visits.days(Salon.HERE, service, from, to, with))
                .containsExactlyElementsOf(free.stream()
                        .map(each -> each.start().toLocalDate()).distinct().toList());
    }
}
