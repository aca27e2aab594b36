package holdfast.server.booking;

import holdfast.Effect;
import holdfast.JournalLine.Purpose;
import holdfast.JournalLine;
import holdfast.Verb;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Renders the history of a hold or booking as text: the engine's journal, with the callers from
/// the audit trail.
public final class HistoryText {
    private HistoryText() {}

    /// One line, as a sentence and in parts.
    public record Line(Instant at, String words, Optional<String> by, Step step) {}

    /// What happened.
    ///
    /// @param verb  of the engine, or of a caller who requested a change
    /// @param asked whether a caller requested it, or noted something
    /// @param taken what was taken, in words
    /// @param given what was given back
    /// @param until until when it is held
    /// @param why   the caller's reason, or the text of a note
    public record Step(
            String verb, boolean asked, String taken, String given, Optional<Instant> until,
            Optional<String> why) {}

    public static List<Line> of(
            List<JournalLine> journal, List<AuditTrail.RequestedChange> requests,
            Optional<BookingNote> particulars) {
        List<Line> lines = new ArrayList<>();
        Map<String, List<JournalLine>> steps = new LinkedHashMap<>();
        for (JournalLine entry : journal) {
            steps.computeIfAbsent(entry.at() + " " + entry.what().verb(),
                    step -> new ArrayList<>()).add(entry);
        }
        steps.values().forEach(step -> lines.add(line(step, particulars)));
        requests.forEach(request -> lines.add(line(request)));
        lines.sort(Comparator.comparing(Line::at));
        return lines;
    }

    private static Line line(AuditTrail.RequestedChange request) {
        boolean note = request.verb().equals(AuditTrail.NOTE);
        String why = request.why().map(each -> ": " + each).orElse("");
        return new Line(request.at(), note ? "Note" + why : "Requested: " + request.verb() + why,
                Optional.of(request.author()), new Step(
                        request.verb(), true, "", "", Optional.empty(), request.why()));
    }

    private static Line line(List<JournalLine> step, Optional<BookingNote> particulars) {
        JournalLine first = step.getFirst();
        Optional<String> by = first.what().verb() == Verb.CONFIRM
                ? particulars.map(BookingNote::by).map(each -> each.split(" ", -1)[0])
                : Optional.empty();
        Verb verb = first.what().verb();
        boolean held = verb == Verb.HOLD || verb == Verb.EXTEND;
        return new Line(first.at(), words(first, step), by, new Step(
                verb.name().toLowerCase(Locale.ROOT), false, parts(step, Effect.TAKE),
                parts(step, Effect.GIVE), held ? first.of().until() : Optional.empty(),
                Optional.empty()));
    }

    private static String words(JournalLine first, List<JournalLine> step) {
        String taken = parts(step, Effect.TAKE);
        String given = parts(step, Effect.GIVE);
        Optional<Instant> until = first.of().until();
        return switch (first.what().verb()) {
            case HOLD -> "Held " + taken + until.map(at -> " until " + at).orElse("") + ".";
            case BLOCK -> "Blocked " + taken + ".";
            case UNBLOCK -> "Unblocked " + given + ".";
            case EXTEND -> "Extended" + until.map(at -> " to " + at).orElse("") + ".";
            case EXCHANGE -> taken.isEmpty() && !given.isEmpty() ? "Gave back " + given + "."
                    : "Exchanged" + (given.isEmpty() ? "" : " " + given)
                            + (taken.isEmpty() ? "" : " for " + taken) + ".";
            case CONFIRM -> "Booked.";
            case CANCEL -> "Cancelled; " + given + " given back.";
            case EXPIRE -> "Expired; " + given + " was free again at its deadline.";
            case OFFER, WITHDRAW -> throw new IllegalArgumentException("not of a hold: " + first);
        };
    }

    private static String parts(List<JournalLine> step, Effect effect) {
        return String.join(", ", step.stream()
                .filter(entry -> entry.what().effect() == effect)
                .map(HistoryText::part).filter(part -> !part.isEmpty()).toList());
    }

    /// Lines of a bigger pool or a limit are not shown to the customer.
    private static String part(JournalLine entry) {
        String inventory = entry.inventory();
        String area = inventory.substring(inventory.indexOf(':') + 1);
        return switch (entry.of().content()) {
            case JournalLine.Places places -> places.purpose() == Purpose.CLAIM
                    ? places.quantity() + " in " + area : "";
            case JournalLine.Seats seats -> String.join(", ", seats.names()) + " in " + area;
            // @formatter:off
            case JournalLine.Stretch _, JournalLine.Pool _, JournalLine.SeatMap _,
                    JournalLine.Calendar _ -> inventory;
            // @formatter:on
        };
    }
}
