package holdfast.server.booking;

import holdfast.Claim;
import holdfast.Invalid;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Narrows a visit's parts to the people and rooms that a customer chose.
///
/// A listed choice names one calendar for each part, in the order of the parts, and is taken as it
/// is. Any other choice narrows a part to the chosen calendars that could serve it. A part stays
/// open to all its calendars when the chosen ones are needed for the parts before it. So one wanted
/// therapist is enough for a massage by two.
record CalendarChoice(List<Claim.Part> parts, List<String> with) {

    List<Claim.Part> narrowed() {
        Set<String> strange = new TreeSet<>(with);
        parts.forEach(part -> part.anyOf().forEach(strange::remove));
        if (!strange.isEmpty()) {
            throw new Invalid("with", "must name what the service needs; it does not need "
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
        boolean[] enough = enough();
        int served = 0;
        for (int at = 0; at < parts.size(); at++) {
            if (enough[served | 1 << at]) {
                served |= 1 << at;
                narrowed.set(at, only(parts.get(at), able(at)));
            }
        }
        return narrowed;
    }

    private List<String> able(int part) {
        return parts.get(part).anyOf().stream().filter(with::contains).toList();
    }

    /// For each set of parts, whether each of them can have one of the chosen calendars, none of
    /// them twice at a time. Each calendar takes parts from what the ones before it left, in at
    /// most 3 to the number of parts steps.
    private boolean[] enough() {
        boolean[] apart = apart();
        boolean[] enough = new boolean[apart.length];
        enough[0] = true;
        for (String calendar : Set.copyOf(with)) {
            int able = 0;
            for (int at = 0; at < parts.size(); at++) {
                able |= parts.get(at).anyOf().contains(calendar) ? 1 << at : 0;
            }
            boolean[] before = enough.clone();
            for (int all = 1; all < enough.length; all++) {
                int some = all & able;
                for (int his = some; his != 0 && !enough[all]; his = (his - 1) & some) {
                    enough[all] = apart[his] && before[all ^ his];
                }
            }
        }
        return enough;
    }

    /// For each set of parts, whether one calendar could serve them all.
    private boolean[] apart() {
        boolean[] apart = new boolean[1 << parts.size()];
        apart[0] = true;
        for (int set = 1; set < apart.length; set++) {
            int rest = set & (set - 1);
            Claim.Part first = parts.get(Integer.numberOfTrailingZeros(set));
            apart[set] = apart[rest];
            for (int left = rest; left != 0; left &= left - 1) {
                apart[set] &= !together(first, parts.get(Integer.numberOfTrailingZeros(left)));
            }
        }
        return apart;
    }

    private static boolean together(Claim.Part one, Claim.Part other) {
        return one.from().minus(one.before()).compareTo(other.to().plus(other.after())) < 0
                && other.from().minus(other.before()).compareTo(one.to().plus(one.after())) < 0;
    }

    private static Claim.Part only(Claim.Part part, List<String> calendars) {
        return new Claim.Part(calendars, part.from(), part.to(), part.before(), part.after());
    }
}
