package holdfast.server.checkout;

import holdfast.Hold;
import holdfast.Taken;
import holdfast.Window;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Terms;
import holdfast.server.json.Texts;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// What a workspace allows its customers to do with a booking, and until when.
public final class Rules {
    private final Catalog catalog;
    private final Priced priced;

    public Rules(Catalog catalog, Priced priced) {
        this.catalog = catalog;
        this.priced = priced;
    }

    public Terms terms(String workspace) {
        return catalog.find(workspace, Terms.ID, Terms.class)
                .map(stored -> stored.thing()).orElse(Terms.USUAL);
    }

    /// Why it may not be cancelled any more, if it may not.
    public Optional<String> cancelling(String workspace, Hold booking, Instant now) {
        return refused(terms(workspace).cancel(), workspace, booking, now, "cancelled");
    }

    public Optional<String> exchanging(String workspace, Hold booking, Instant now) {
        return refused(terms(workspace).exchange(), workspace, booking, now, "exchanged");
    }

    private Optional<String> refused(
            Optional<Duration> before, String workspace, Hold booking, Instant now,
            String verb) {
        if (before.isEmpty()) {
            return Optional.of("Bookings cannot be " + verb + " here.");
        }
        return start(workspace, booking).map(start -> start.minus(before.get()))
                .filter(end -> !now.isBefore(end))
                .map(end -> "It could be " + verb + " until "
                        + Texts.text(end.atOffset(ZoneOffset.UTC)) + ".");
    }

    /// When the first thing of a booking begins.
    public Optional<Instant> start(String workspace, Hold booking) {
        List<Priced.Line> lines = priced.lines(workspace, booking);
        return lines.stream().flatMap(line -> begins(line).stream()).min(Instant::compareTo);
    }

    private static Optional<Instant> begins(Priced.Line line) {
        return switch (line.taken()) {
            case Taken.Time time -> time.stretches().stream().map(Taken.Stretch::visit)
                    .map(Window::from).min(Instant::compareTo);
            case Taken.Capacity places -> event(line);
            case Taken.Seats seats -> event(line);
        };
    }

    private static Optional<Instant> event(Priced.Line line) {
        return line.of().filter(of -> of.thing() instanceof Event)
                .map(of -> ((Event) of.thing()).when().start().toInstant());
    }
}
