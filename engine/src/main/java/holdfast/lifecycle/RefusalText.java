package holdfast.lifecycle;

import holdfast.Refusal;
import holdfast.Shortage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A refusal as text, stored as the answer to an idempotency key: one line for each part, with tabs
/// between the fields, which no id or name can contain. A form that was ever written stays
/// readable.
final class RefusalText {
    private RefusalText() {}

    static String of(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Overloaded it -> line("overloaded", it.retryAfter());
            case Refusal.KeyReused it -> line("keyReused", it.key());
            case Refusal.Unknown it -> line("unknown", it.ids().toArray());
            case Refusal.NotOnSale it -> line("notOnSale", it.inventories().toArray());
            case Refusal.LimitReached it ->
                    line("limitReached", it.scope(), it.most(), it.left());
            case Refusal.Unavailable it -> "unavailable" + String.join("", it.shortages().stream()
                    .map(RefusalText::shortage).toList());
            case Refusal.Expired it -> line("expired", it.hold(), it.at());
            case Refusal.Cancelled it -> line("cancelled", it.hold(), it.at());
            case Refusal.Booked it -> line("booked", it.hold());
            case Refusal.Stale it -> line("stale", it.hold(), it.version());
            case Refusal.Outdated it -> line("outdated", it.listings().toArray());
            case Refusal.InTheWay it -> "inTheWay" + String.join("", it.claims().stream()
                    .map(each -> "\n" + line(each.hold(), each.inventory(), each.what()))
                    .toList());
        };
    }

    private static String shortage(Shortage it) {
        List<Object> words = new ArrayList<>(List.of(it.inventory(), it.asked(), it.left()));
        words.addAll(it.taken());
        return "\n" + line(Integer.toString(it.item()), words.toArray());
    }

    private static String line(String first, Object... more) {
        StringBuilder line = new StringBuilder(first);
        for (Object word : more) {
            line.append('\t').append(word);
        }
        return line.toString();
    }

    static Refusal parse(String text) {
        String[] lines = text.split("\n", -1);
        String[] word = lines[0].split("\t", -1);
        List<String> rest = Arrays.asList(word).subList(1, word.length);
        return switch (word[0]) {
            case "overloaded" -> new Refusal.Overloaded(Duration.parse(word[1]));
            case "keyReused" -> new Refusal.KeyReused(word[1]);
            case "unknown" -> new Refusal.Unknown(rest);
            case "notOnSale" -> new Refusal.NotOnSale(rest);
            case "limitReached" -> new Refusal.LimitReached(
                    word[1], Long.parseLong(word[2]), Long.parseLong(word[3]));
            case "unavailable" -> new Refusal.Unavailable(
                    Arrays.stream(lines).skip(1).map(RefusalText::shortage).toList());
            case "expired" -> new Refusal.Expired(word[1], Instant.parse(word[2]));
            case "cancelled" -> new Refusal.Cancelled(word[1], Instant.parse(word[2]));
            case "booked" -> new Refusal.Booked(word[1]);
            case "stale" -> new Refusal.Stale(word[1], Integer.parseInt(word[2]));
            case "outdated" -> new Refusal.Outdated(rest);
            case "inTheWay" -> new Refusal.InTheWay(
                    Arrays.stream(lines).skip(1).map(RefusalText::standing).toList());
            default -> throw new IllegalStateException("no such refusal: " + word[0]);
        };
    }

    private static Shortage shortage(String line) {
        String[] word = line.split("\t", -1);
        return new Shortage(Integer.parseInt(word[0]), word[1], Long.parseLong(word[2]),
                Long.parseLong(word[3]), Arrays.asList(word).subList(4, word.length));
    }

    private static Refusal.Standing standing(String line) {
        String[] word = line.split("\t", -1);
        return new Refusal.Standing(word[0], word[1], word[2]);
    }
}
