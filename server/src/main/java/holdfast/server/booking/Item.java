package holdfast.server.booking;

import holdfast.Claim;
import holdfast.HeldItem;
import holdfast.Invalid;
import holdfast.Window;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.json.Texts;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// One item that a customer wants, in the domain's words.
public sealed interface Item {

    /// So many places in an area.
    record Places(String event, String area, Optional<String> tier, long quantity)
            implements Item {}

    /// Seats of an area: these, or the best so many.
    record Seats(String event, String area, Claim.Choice choice) implements Item {}

    /// A service at a time, with certain people or rooms or with any that are free.
    record Visit(String service, OffsetDateTime start, List<String> with) implements Item {
        /// The start of a visit that is held or booked.
        public static Instant start(HeldItem.Time time) {
            return time.stretches().stream().map(HeldItem.Stretch::visit).map(Window::from)
                    .min(Instant::compareTo).orElseThrow();
        }
    }

    static Item read(Fields fields) {
        String kind = fields.text("kind", 20);
        // An alternative names the item that it replaces, and can be sent back unchanged.
        fields.maybeNumber("insteadOf", 0, 1_000);
        return switch (kind) {
            case "capacity" -> new Places(
                    fields.text("event", 64), fields.text("area", 64),
                    fields.maybeText("tier", 64), fields.number("quantity", 1, 1_000_000_000));
            case "seats" -> new Seats(
                    fields.text("event", 64), fields.text("area", 64), choice(fields));
            case "time" -> new Visit(
                    fields.text("service", 64), fields.moment("start"), fields.texts("with", 8));
            default -> throw new Invalid("kind", "must be capacity, seats or time");
        };
    }

    private static Claim.Choice choice(Fields fields) {
        Optional<Long> best = fields.maybeNumber("best", 1, 100);
        List<String> names = fields.texts("seats", 100);
        boolean accessible = fields.flag("accessible", false);
        if (best.isPresent() && names.isEmpty()) {
            return new Claim.Best((int) (long) best.get(), accessible);
        }
        if (best.isPresent() || names.isEmpty()) {
            throw new Invalid("seats", "must be either names or a number of best seats");
        }
        return new Claim.Named(names);
    }

    /// Writes the item as a client can send it.
    default void write(Json json) {
        switch (this) {
            case Places places -> json.put("kind", "capacity").put("event", places.event())
                    .put("area", places.area()).put("tier", places.tier())
                    .put("quantity", places.quantity());
            case Seats seats -> {
                json.put("kind", "seats").put("event", seats.event()).put("area", seats.area());
                switch (seats.choice()) {
                    case Claim.Named named -> json.texts("seats", named.names());
                    case Claim.Best best -> json.put("best", best.count())
                            .put("accessible", best.accessible());
                }
            }
            case Visit visit -> json.put("kind", "time").put("service", visit.service())
                    .put("start", Texts.text(visit.start())).texts("with", visit.with());
        }
    }
}
