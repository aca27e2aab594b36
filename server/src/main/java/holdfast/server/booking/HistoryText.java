package holdfast.server.booking;

import holdfast.JournalLine;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Renders the history of a hold or booking as text: the engine's journal, with the callers from
/// the audit trail.
public final class HistoryText {
    private HistoryText() {}

    public record Line(Instant at, String words, Optional<String> by) {}

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
        requests.forEach(request -> lines.add(new Line(request.at(),
                "Requested: " + request.verb() + request.why().map(why -> ": " + why).orElse(""),
                Optional.of(request.author()))));
        lines.sort(Comparator.comparing(Line::at));
        return lines;
    }

    private static Line line(List<JournalLine> step, Optional<BookingNote> particulars) {
        JournalLine first = step.getFirst();
        String verb = first.what().verb();
        Optional<String> by = verb.equals("confirm")
                ? particulars.map(BookingNote::by).map(each -> each.split(" ", -1)[0])
                : Optional.empty();
        return new Line(first.at(), words(verb, step), by);
    }

    private static String words(String verb, List<JournalLine> step) {
        String taken = pieces(step, "take");
        String given = pieces(step, "give");
        Optional<Instant> until = step.getFirst().of().until();
        return switch (verb) {
            case "hold" -> "Held " + taken + until.map(at -> " until " + at).orElse("") + ".";
            case "block" -> "Blocked " + taken + ".";
            case "unblock" -> "Unblocked " + given + ".";
            case "extend" -> "Extended" + until.map(at -> " to " + at).orElse("") + ".";
            case "exchange" -> "Exchanged" + (given.isEmpty() ? "" : " " + given)
                    + (taken.isEmpty() ? "" : " for " + taken) + ".";
            case "confirm" -> "Booked.";
            case "cancel" -> "Cancelled; " + given + " given back.";
            case "expire" -> "Expired; " + given + " was free again at its deadline.";
            default -> verb + ".";
        };
    }

    private static String pieces(List<JournalLine> step, String effect) {
        return String.join(", ", step.stream()
                .filter(entry -> entry.what().effect().equals(effect))
                .map(entry -> piece(entry.of().claim())).filter(piece -> !piece.isEmpty())
                .toList());
    }

    /// The journal's text for an allotment begins with its kind, its inventory and its item. Lines
    /// of a bigger pool or a limit are not shown to the customer.
    private static String piece(String claim) {
        String[] words = claim.split(" ", -1);
        String inventory = words.length > 1 ? words[1] : "";
        String area = inventory.substring(inventory.indexOf(':') + 1);
        return switch (words[0]) {
            case "capacity" -> words.length > 4 && words[4].equals("claim")
                    ? words[3] + " in " + area : "";
            case "seats" -> String.join(", ", Arrays.stream(words).skip(3)
                    .map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8)).toList())
                    + " in " + area;
            default -> inventory;
        };
    }
}
