package holdfast.server.checkout;

import holdfast.Claim;
import holdfast.Invalid;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Narrows a visit's parts to the people and rooms that a customer chose.
///
/// What was listed comes back as it was listed: one calendar for each part, in the parts' sequence.
/// Otherwise a part is narrowed to those of the chosen that could serve it; but a part whose own
/// turn comes when all of them are busy with the parts before it stays open to anybody. So one
/// wanted therapist is enough for a massage by two.
record Wishes(List<Claim.Part> parts, List<String> with) {

    List<Claim.Part> narrowed() {
        Set<String> strange = new TreeSet<>(with);
        parts.forEach(part -> part.anyOf().forEach(strange::remove));
        if (!strange.isEmpty()) {
            throw new Invalid("with", "must name what the service needs; it has no use for "
                    + String.join(", ", strange));
        }
        if (with.isEmpty()) {
            return parts;
        }
        return asListed() ? oneEach() : chosen();
    }

    private boolean asListed() {
        if (with.size() != parts.size()) {
            return false;
        }
        for (int at = 0; at < parts.size(); at++) {
            if (!parts.get(at).anyOf().contains(with.get(at))) {
                return false;
            }
        }
        return true;
    }

    private List<Claim.Part> oneEach() {
        List<Claim.Part> narrowed = new ArrayList<>();
        for (int at = 0; at < parts.size(); at++) {
            narrowed.add(only(parts.get(at), List.of(with.get(at))));
        }
        return narrowed;
    }

    private List<Claim.Part> chosen() {
        List<Claim.Part> narrowed = new ArrayList<>(parts);
        List<Integer> served = new ArrayList<>();
        for (int at = 0; at < parts.size(); at++) {
            List<String> able = able(at);
            served.add(at);
            if (!able.isEmpty() && enough(served, new ArrayList<>())) {
                narrowed.set(at, only(parts.get(at), able));
            } else {
                served.removeLast();
            }
        }
        return narrowed;
    }

    private List<String> able(int part) {
        return parts.get(part).anyOf().stream().filter(with::contains).toList();
    }

    /// Whether each of these parts can have one of the chosen, none of them twice at a time.
    private boolean enough(List<Integer> served, List<String> given) {
        if (given.size() == served.size()) {
            return true;
        }
        int next = served.get(given.size());
        for (String calendar : able(next)) {
            boolean busy = false;
            for (int at = 0; at < given.size(); at++) {
                busy |= given.get(at).equals(calendar)
                        && together(parts.get(served.get(at)), parts.get(next));
            }
            if (!busy) {
                given.add(calendar);
                if (enough(served, given)) {
                    return true;
                }
                given.removeLast();
            }
        }
        return false;
    }

    private static boolean together(Claim.Part one, Claim.Part other) {
        return one.from().minus(one.before()).compareTo(other.to().plus(other.after())) < 0
                && other.from().minus(other.before()).compareTo(one.to().plus(one.after())) < 0;
    }

    private static Claim.Part only(Claim.Part part, List<String> calendars) {
        return new Claim.Part(calendars, part.from(), part.to(), part.before(), part.after());
    }
}
