package holdfast.server.archive;

import holdfast.server.json.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A hold in an archive, and what its own lines of the journal say about it.
record ArchivedHold(String id, End end, Set<String> claims, List<Line> lines) {
    private static final int MOST_CLAIMS = 10_000;
    private static final int MOST_LINES = 1_000_000;
    private static final String GIVE = "give";
    private static final String ARCHIVE = "archive";

    record End(String state, int version, String until) {}

    record Line(Place place, Change change, String claim) {}

    record Place(String inventory, long version, String at) {}

    record Change(String verb, String effect, int holdVersion, Optional<String> until) {}

    static ArchivedHold read(Fields fields) {
        Set<String> claims = new HashSet<>(fields.each("claims", MOST_CLAIMS,
                (found, name) -> found.asText()));
        return new ArchivedHold(fields.text("hold"),
                new End(fields.text("state"), number(fields, "version"), fields.text("until")),
                claims, fields.each("lines", MOST_LINES,
                        (found, name) -> line(Fields.of(found, name))));
    }

    private static Line line(Fields fields) {
        return new Line(
                new Place(fields.text("inventory"),
                        fields.number("version", 1, Long.MAX_VALUE), fields.text("at")),
                new Change(fields.text("verb"), fields.text("effect"),
                        number(fields, "holdVersion"), fields.maybeText("until")),
                fields.raw("claim").orElseThrow(
                        () -> new IllegalArgumentException("a line without a claim")).asText());
    }

    private static int number(Fields fields, String field) {
        return (int) fields.number(field, 0, Integer.MAX_VALUE);
    }

    private boolean expired() {
        return end.state.equals("expired");
    }

    /// A booking that was over.
    private boolean booked() {
        return end.state.equals("booked");
    }

    /// The version that a hold with these lines has: an expiry counts and has none of its own, and
    /// a booking that is archived keeps the one that it had.
    private int endVersion(int last) {
        return expired() ? last + 1 : booked() ? last - 1 : last;
    }

    /// What does not fit together.
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        TreeMap<Integer, List<Line>> versions = new TreeMap<>();
        lines.forEach(line -> versions.computeIfAbsent(
                line.change.holdVersion, version -> new ArrayList<>()).add(line));
        versions.remove(0);
        if (versions.isEmpty()) {
            return List.of("no line of the journal made it");
        }
        int last = versions.lastKey();
        if (versions.size() != last || end.version != endVersion(last)) {
            findings.add("its lines have " + versions.size() + " versions up to " + last
                    + ", and it ended with " + end.version);
        }
        latest(versions.lastEntry().getValue(), findings);
        places(findings);
        balance(findings);
        return findings;
    }

    private void latest(List<Line> latest, List<String> findings) {
        Line any = latest.getFirst();
        String verb = any.change.verb;
        boolean ended = Set.of("cancel", "unblock", ARCHIVE).contains(verb);
        if (ended == expired() || booked() != verb.equals(ARCHIVE)) {
            findings.add("it is " + end.state + ", and its last line says " + verb);
        }
        String until = expired() ? any.change.until.orElse("") : any.place.at;
        if (!Objects.equals(until, end.until)) {
            findings.add("it ended at " + end.until + ", and its last line says " + until);
        }
        Set<String> has = new HashSet<>();
        latest.stream().filter(line -> ended || !line.change.effect.equals(GIVE))
                .forEach(line -> has.add(line.claim));
        if (!has.equals(claims)) {
            findings.add("its claims are not those of its last lines");
        }
    }

    /// A journal has each version once. Limits' names are left out, so that several look alike.
    private void places(List<String> findings) {
        Set<String> seen = new HashSet<>();
        for (Line line : lines) {
            String place = line.place.inventory + " " + line.place.version;
            if (!line.place.inventory.endsWith("/-") && !seen.add(place)) {
                findings.add("two of its lines are version " + line.place.version + " of "
                        + line.place.inventory);
            }
        }
    }

    /// Everything that was taken was given back, once.
    private void balance(List<String> findings) {
        Map<String, Integer> taken = new HashMap<>();
        for (Line line : lines) {
            int change = switch (line.change.effect) {
                case "take" -> 1;
                case GIVE -> -1;
                default -> 0;
            };
            units(line.claim).forEach(unit -> taken.merge(unit, change, Integer::sum));
        }
        taken.values().removeIf(count -> count == 0);
        if (!taken.isEmpty()) {
            findings.add("not given back as it was taken: "
                    + String.join(", ", taken.keySet().stream().sorted().limit(5).toList()));
        }
    }

    /// The parts of a claim that can be given back one by one: each seat, or all of it.
    private static List<String> units(String claim) {
        String[] words = claim.split(" ", -1);
        if (!words[0].equals("seats")) {
            return List.of(claim);
        }
        List<String> units = new ArrayList<>();
        for (int at = 3; at < words.length; at++) {
            units.add("seat " + words[1] + " " + words[at]);
        }
        return units;
    }
}
