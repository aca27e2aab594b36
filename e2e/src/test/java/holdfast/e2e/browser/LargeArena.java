package holdfast.e2e.browser;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// An arena of 100,000 seats: forty blocks, eight beside each other and five behind each other,
/// each of fifty gently bent rows with fifty seats, drawn seat by seat.
final class LargeArena {
    static final int SEATS = 100_000;
    private static final int ACROSS = 8;
    private static final int BLOCKS = 40;
    private static final int SIDE = 50;
    /// From one block to the next, in seat widths.
    private static final int PITCH = 56;
    private static final double BEND = 0.25;
    private static final int DEAREST = 14_000;

    private LargeArena() {}

    static String event() {
        return """
                {"name": "Open air", "start": "2026-12-20T15:00:00+01:00",
                 "end": "2026-12-20T18:00:00+01:00", "timeZone": "Europe/Berlin",
                 "areas": [%s]}""".formatted(each(BLOCKS, LargeArena::block));
    }

    static String area(int block) {
        return "b" + block;
    }

    private static String each(int count, java.util.function.IntFunction<String> one) {
        return IntStream.range(0, count).mapToObj(one).collect(Collectors.joining(","));
    }

    private static String block(int block) {
        int left = block % ACROSS * PITCH;
        int top = block / ACROSS * PITCH;
        String rows = each(SIDE, row -> String.format(Locale.ROOT, """
                {"row": "%d", "seats": %d, "place": {"x": %d, "y": %d, "angle": %.2f,
                 "turn": %.2f}}""", row + 1, SIDE, left, top + row, BEND * SIDE / 2, -BEND));
        return """
                {"id": "%s", "name": "Block %d", "kind": "seats", "rows": [%s],
                 "price": {"amount": %d, "currency": "EUR"}}""".formatted(area(block),
                block + 1, rows, DEAREST - block / ACROSS * 2_000);
    }

    static List<String> areas() {
        return IntStream.range(0, BLOCKS).mapToObj(LargeArena::area).toList();
    }
}
