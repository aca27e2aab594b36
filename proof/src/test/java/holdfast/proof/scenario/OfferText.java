package holdfast.proof.scenario;

import holdfast.Hours;
import holdfast.Inventory;
import holdfast.Window;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Parses offers: `pool floor 10 inside hall`, `seats hall A1..A5 / B1 B2*`, `calendar maya lanes 2
/// hours Europe/Berlin mon-fri 09:00..12:00 13:00..18:00 opening 10:00..11:00`.
final class OfferText {
    private static final List<String> DAYS =
            List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final Set<String> ROW_ENDS = Set.of("/");

    private final LineTokens in;
    private final Times times;

    OfferText(LineTokens in, Times times) {
        this.in = in;
        this.times = times;
    }

    Inventory inventory() {
        return switch (in.next("a kind")) {
            case "pool" -> pool(in.next("an id"));
            case "seats" -> seatMap(in.next("an id"));
            case "calendar" -> calendar(in.next("an id"));
            default -> throw in.wrong("what is offered is a pool, seats or a calendar");
        };
    }

    private Inventory pool(String id) {
        int capacity = in.number("a capacity");
        Optional<String> inside =
                in.take("inside") ? Optional.of(in.next("a bigger pool")) : Optional.empty();
        return new Inventory.Pool(id, capacity, inside);
    }

    private Inventory seatMap(String id) {
        List<Inventory.Row> rows = new ArrayList<>();
        do {
            List<Inventory.Seat> seats = new ArrayList<>();
            in.until(ROW_ENDS).forEach(word -> seats.addAll(seats(word)));
            rows.add(new Inventory.Row(seats));
        } while (in.take("/"));
        return new Inventory.SeatMap(id, rows);
    }

    /// `A1..A5` are five seats; a star marks accessible ones.
    private List<Inventory.Seat> seats(String word) {
        boolean accessible = word.endsWith("*");
        String name = accessible ? word.substring(0, word.length() - 1) : word;
        int dots = name.indexOf("..");
        if (dots < 0) {
            return List.of(new Inventory.Seat(name, accessible));
        }
        String row = name.replaceFirst("\\d+\\.\\..*", "");
        int first = Integer.parseInt(name.substring(row.length(), dots));
        int last = Integer.parseInt(name.substring(dots + 2 + row.length()));
        List<Inventory.Seat> seats = new ArrayList<>();
        for (int number = first; number <= last; number++) {
            seats.add(new Inventory.Seat(row + number, accessible));
        }
        return seats;
    }

    private Inventory calendar(String id) {
        int lanes = in.take("lanes") ? in.number("how many lanes") : 1;
        return new Inventory.Calendar(id, lanes, in.take("hours") ? hours() : null);
    }

    private Hours hours() {
        ZoneId zone = times.zone(in.next("a zone"), in);
        Map<DayOfWeek, List<Hours.Span>> week = new EnumMap<>(DayOfWeek.class);
        List<Window> openings = new ArrayList<>();
        while (in.more()) {
            if (in.take("opening")) {
                openings.add(times.in(zone).window(in.next("a window"), in));
            } else {
                List<DayOfWeek> days = days(in.next("days"));
                List<Hours.Span> spans = spans();
                days.forEach(day -> week.put(day, spans));
            }
        }
        return new Hours(zone, week, openings);
    }

    private List<Hours.Span> spans() {
        List<Hours.Span> spans = new ArrayList<>();
        while (in.peek().contains("..")) {
            String[] ends = in.next("a span").split("\\.\\.", -1);
            spans.add(new Hours.Span(LocalTime.parse(ends[0]), LocalTime.parse(ends[1])));
        }
        return spans;
    }

    private List<DayOfWeek> days(String word) {
        String[] ends = word.split("-", -1);
        int first = DAYS.indexOf(ends[0]);
        int last = DAYS.indexOf(ends[ends.length - 1]);
        if (first < 0 || last < first) {
            throw in.wrong(word + " are no days like mon-fri or sat");
        }
        List<DayOfWeek> days = new ArrayList<>();
        for (int day = first; day <= last; day++) {
            days.add(DayOfWeek.of(day + 1));
        }
        return days;
    }
}
