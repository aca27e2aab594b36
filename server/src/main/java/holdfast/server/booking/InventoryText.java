package holdfast.server.booking;

import holdfast.Hours;
import holdfast.Inventory;
import holdfast.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DayOfWeek;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// An inventory as short texts, one for each property, by which the audit compares the catalogue
/// with what is on sale. A long property is replaced by its digest, so that a whole catalogue of
/// seats fits into memory.
final class InventoryText {
    private InventoryText() {}

    static String key(Inventory inventory) {
        return inventory.kind().word() + " " + inventory.id();
    }

    static Map<String, String> of(Inventory inventory, boolean offered) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("on sale", offered ? "yes" : "no");
        switch (inventory) {
            case Inventory.Pool pool -> {
                texts.put("capacity", Long.toString(pool.capacity()));
                texts.put("pool around it", pool.inside().orElse("none"));
            }
            case Inventory.SeatMap map -> {
                texts.put("number of rows", Integer.toString(map.rows().size()));
                texts.put("number of seats", Integer.toString(
                        map.rows().stream().mapToInt(row -> row.seats().size()).sum()));
                texts.put("number of accessible seats", Long.toString(map.rows().stream()
                        .flatMap(row -> row.seats().stream())
                        .filter(Inventory.Seat::accessible).count()));
                texts.put("digest of the seats and their ranks", seats(map));
            }
            case Inventory.Calendar calendar -> {
                texts.put("number of lanes", Integer.toString(calendar.lanes()));
                texts.put("hours", Optional.ofNullable(calendar.hours())
                        .map(InventoryText::hours).orElse("always"));
                texts.put("single openings", Optional.ofNullable(calendar.hours())
                        .map(hours -> brief(hours.openings().toString())).orElse("none"));
            }
        }
        return texts;
    }

    /// Rows and seats in order, separated by characters that no name may contain, with their ranks.
    private static String seats(Inventory.SeatMap map) {
        MessageDigest digest = Sha256.begin();
        for (Inventory.Row row : map.rows()) {
            digest.update((byte) 1);
            for (Inventory.Seat seat : row.seats()) {
                digest.update((byte) (seat.accessible() ? 2 : 3));
                digest.update(seat.name().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 4);
                digest.update(Integer.toString(seat.rank()).getBytes(StandardCharsets.UTF_8));
            }
        }
        return hex(digest);
    }

    private static String hours(Hours hours) {
        Map<DayOfWeek, List<Hours.Span>> week = new TreeMap<>(hours.week());
        StringBuilder text = new StringBuilder(hours.zone().getId());
        week.forEach((day, spans) -> {
            text.append(' ').append(day);
            spans.forEach(
                    span -> text.append(' ').append(span.from()).append('-').append(span.to()));
        });
        return text.toString();
    }

    private static String brief(String text) {
        if (text.length() <= 100) {
            return text;
        }
        MessageDigest digest = Sha256.begin();
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        return "those with the digest " + hex(digest);
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }
}
