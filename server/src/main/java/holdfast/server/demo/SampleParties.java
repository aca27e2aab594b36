package holdfast.server.demo;

import holdfast.server.demo.SampleHall.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The items that the sample evenings have sold already, for parties of one to four.
///
/// No party wants what another party has. So each gets its items in whatever order they buy, and a
/// seed makes the same seat map every time.
final class SampleParties {
    private static final int PARTIES = 160;
    private static final List<Part> PARTS = List.of(Part.STALLS, Part.STALLS, Part.STALLS,
            Part.CIRCLE, Part.CIRCLE, Part.GALLERY);
    private static final int EARLY = 120;
    private static final int LOUNGE = 40;

    private SampleParties() {}

    /// Seats side by side, more of them towards the front and the middle.
    static List<String> seats(String event, RandomGenerator chance) {
        Set<String> sold = new HashSet<>();
        List<String> items = new ArrayList<>();
        for (int party = 0; party < PARTIES; party++) {
            Part part = PARTS.get(chance.nextInt(PARTS.size()));
            int row = Math.min(chance.nextInt(part.rows()), chance.nextInt(part.rows()));
            int count = 1 + chance.nextInt(4);
            int room = part.seats(row) - count + 1;
            int first = 1 + (chance.nextInt(room) + chance.nextInt(room)) / 2;
            List<String> seats = IntStream.range(first, first + count)
                    .mapToObj(seat -> SampleHall.seat(row, seat)).toList();
            if (seats.stream().noneMatch(seat -> sold.contains(part.id() + seat))) {
                seats.forEach(seat -> sold.add(part.id() + seat));
                items.add("""
                        {"kind": "seats", "event": "%s", "area": "%s", "seats": [%s]}
                        """.formatted(event, part.id(), quoted(seats)));
            }
        }
        return items;
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
    }

    static List<String> places(String event, RandomGenerator chance) {
        int early = EARLY;
        int lounge = LOUNGE;
        List<String> items = new ArrayList<>();
        for (int party = 0; party < PARTIES; party++) {
            int count = 1 + chance.nextInt(4);
            int table = 1 + count / 2;
            if (chance.nextInt(8) == 0) {
                if (table <= lounge) {
                    lounge -= table;
                    items.add("""
                            {"kind": "capacity", "event": "%s", "area": "lounge", "quantity": %d}
                            """.formatted(event, table));
                }
            } else {
                boolean cheap = chance.nextBoolean() && count <= early;
                early -= cheap ? count : 0;
                items.add("""
                        {"kind": "capacity", "event": "%s", "area": "floor", "tier": "%s",
                         "quantity": %d}
                        """.formatted(event, cheap ? "early" : "regular", count));
            }
        }
        return items;
    }
}
