package holdfast.proof.scenario;

import holdfast.Claim;
import holdfast.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Parses claims: `floor 2 + hall A1 A2 + hall best 3 + maya|jon 10:00..11:00 after 15m & room
/// 10:00..11:00`. A number asks for places, a window for time, anything else for seats.
final class ClaimText {
    private static final Set<String> ENDS =
            Set.of("+", "for", "limit", "key", "note", "because", "anonymous");

    private final LineTokens in;
    private final Times times;

    ClaimText(LineTokens in, Times times) {
        this.in = in;
        this.times = times;
    }

    List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        do {
            claims.add(claim());
        } while (in.take("+"));
        return claims;
    }

    private Claim claim() {
        String inventory = in.next("an inventory");
        if (in.peek().matches("\\d+")) {
            return new Claim.Capacity(inventory, in.number("how many"));
        }
        if (in.take("best")) {
            int count = in.number("how many");
            return new Claim.Seats(inventory, new Claim.Best(count, in.take("accessible")));
        }
        if (in.peek().contains("..")) {
            return visit(inventory);
        }
        List<String> seats = in.until(ENDS);
        if (seats.isEmpty()) {
            throw in.wrong("of " + inventory + " nothing is asked for");
        }
        return new Claim.Seats(inventory, new Claim.Named(seats));
    }

    /// Parts with times of their own; the visit begins with the earliest.
    private Claim visit(String first) {
        List<Stretch> stretches = new ArrayList<>();
        stretches.add(stretch(first, times.window(in.next("a window"), in)));
        while (in.take("&")) {
            String anyOf = in.next("a calendar");
            stretches.add(stretch(anyOf, times.window(in.next("a window"), in)));
        }
        Instant start = stretches.stream().map(each -> each.when().from())
                .min(Instant::compareTo).orElseThrow();
        return new Claim.Time(start, stretches.stream().map(each -> each.part(start)).toList());
    }

    private Stretch stretch(String anyOf, Window when) {
        Duration before = in.take("before") ? length() : Duration.ZERO;
        Duration after = in.take("after") ? length() : Duration.ZERO;
        return new Stretch(List.of(anyOf.split("\\|")), when, before, after);
    }

    /// Parts of a visit whose start is searched for: `maya|jon 60m after 15m & room 30m at 60m`.
    List<Claim.Part> parts() {
        List<Claim.Part> parts = new ArrayList<>();
        do {
            List<String> anyOf = List.of(in.next("a calendar").split("\\|"));
            Duration length = length();
            Duration from = in.take("at") ? length() : Duration.ZERO;
            Duration before = in.take("before") ? length() : Duration.ZERO;
            Duration after = in.take("after") ? length() : Duration.ZERO;
            parts.add(new Claim.Part(anyOf, from, from.plus(length), before, after));
        } while (in.take("&"));
        return parts;
    }

    private Duration length() {
        return Times.length(in.next("a length of time"), in);
    }

    private record Stretch(List<String> anyOf, Window when, Duration before, Duration after) {
        Claim.Part part(Instant start) {
            return new Claim.Part(
                    anyOf,
                    Duration.between(start, when.from()),
                    Duration.between(start, when.to()),
                    before,
                    after);
        }
    }
}
