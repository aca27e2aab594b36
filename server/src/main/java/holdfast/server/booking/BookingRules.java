package holdfast.server.booking;

import holdfast.Effect;
import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.JournalLine;
import holdfast.Verb;
import holdfast.Window;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Terms;
import holdfast.server.json.Texts;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// The rules of a workspace: what its customers may do with a booking, and until when.
public final class BookingRules {
    private static final Instant NEVER = Instant.parse("1900-01-01T00:00:00Z");

    private final HoldfastReads engine;
    private final Catalog catalog;
    private final PricedHolds priced;

    public BookingRules(HoldfastReads engine, Catalog catalog, PricedHolds priced) {
        this.engine = engine;
        this.catalog = catalog;
        this.priced = priced;
    }

    public Terms terms(String workspace) {
        return catalog.find(workspace, Terms.ID, Terms.class)
                .map(stored -> stored.entry()).orElse(Terms.USUAL);
    }

    /// Whether a customer may cancel or exchange a booking.
    public sealed interface Leave {
        /// Allowed until then, and so many more times; absent values are no limit.
        record Given(Optional<Instant> until, Optional<Long> left) implements Leave {}

        /// The workspace does not allow it.
        record Never() implements Leave {}

        record TooLate(Instant since) implements Leave {}

        record TooOften(long most) implements Leave {}

        /// The reason of a refusal.
        ///
        /// @param done what is refused, as in "cancelled"
        default Optional<String> complaint(String done) {
            return switch (this) {
                case Given given -> Optional.empty();
                case Never never -> Optional.of("Bookings cannot be " + done + " here.");
                case TooLate late -> Optional.of("It could be " + done + " until "
                        + Texts.text(late.since().atOffset(ZoneOffset.UTC)) + ".");
                case TooOften often -> Optional.of("It has been " + done + " as often as it may, "
                        + often.most() + " times.");
            };
        }
    }

    /// All of it: until so long before its first item begins.
    public Leave cancelling(String workspace, Hold booking, Instant now) {
        return inTime(terms(workspace).cancel(), start(workspace, booking), now);
    }

    /// One item of it: until so long before its own start.
    public Leave cancelling(String workspace, PricedHolds.Line item, Instant now) {
        return inTime(terms(workspace).cancel(), begins(workspace, item), now);
    }

    /// Whether a customer may exchange these items of a booking: until so long before the first of
    /// them begins.
    public Leave exchanging(
            String workspace, Hold booking, List<PricedHolds.Line> items, Instant now) {
        Terms terms = terms(workspace);
        Leave leave = inTime(terms.exchange(), start(workspace, items), now);
        if (!(leave instanceof Leave.Given given) || terms.exchanges().isEmpty()) {
            return leave;
        }
        long most = terms.exchanges().get();
        long left = most - exchanges(workspace, booking);
        return left > 0 ? new Leave.Given(given.until(), Optional.of(left))
                : new Leave.TooOften(most);
    }

    private static Leave inTime(
            Optional<Duration> before, Optional<Instant> begins, Instant now) {
        if (before.isEmpty()) {
            return new Leave.Never();
        }
        Optional<Instant> end = begins.map(start -> earlier(start, before.get()));
        return end.isPresent() && !now.isBefore(end.get()) ? new Leave.TooLate(end.get())
                : new Leave.Given(end, Optional.empty());
    }

    /// A period that reaches back beyond all calendars forbids it at any time.
    private static Instant earlier(Instant start, Duration before) {
        try {
            Instant end = start.minus(before);
            return end.isBefore(NEVER) ? NEVER : end;
        } catch (ArithmeticException | DateTimeException beyond) {
            return NEVER;
        }
    }

    /// How often it was exchanged since it was booked. Exchanges of the basket do not count, and
    /// neither does what only gives back, as the cancellation of an item.
    private long exchanges(String workspace, Hold booking) {
        List<JournalLine> all = engine.history(workspace, booking.id());
        int booked = all.stream().filter(entry -> entry.what().verb() == Verb.CONFIRM)
                .mapToInt(entry -> entry.of().holdVersion()).max().orElse(Integer.MAX_VALUE);
        return all.stream().filter(entry -> entry.what().verb() == Verb.EXCHANGE
                && entry.what().effect() == Effect.TAKE)
                .mapToInt(entry -> entry.of().holdVersion()).filter(version -> version > booked)
                .distinct().count();
    }

    /// When the first item of a booking begins.
    public Optional<Instant> start(String workspace, Hold booking) {
        return start(workspace, priced.lines(workspace, booking));
    }

    private Optional<Instant> start(String workspace, List<PricedHolds.Line> items) {
        return items.stream().flatMap(line -> begins(workspace, line).stream())
                .min(Instant::compareTo);
    }

    /// An event that was moved begins at its new time.
    Optional<Instant> begins(String workspace, PricedHolds.Line line) {
        return switch (line.taken()) {
            case HeldItem.Time time -> time.stretches().stream().map(HeldItem.Stretch::visit)
                    .map(Window::from).min(Instant::compareTo);
            case HeldItem.Capacity _,HeldItem.Seats _ -> event(workspace, line);
        };
    }

    private Optional<Instant> event(String workspace, PricedHolds.Line line) {
        return priced.when(workspace, line).map(when -> when.start().toInstant());
    }
}
