package holdfast;

import java.util.List;

/// What exactly was missing for one claim: which item of the request, how many were asked for, how
/// many are left of what it wanted, and which of the named seats (or calendars) are taken.
public record Shortage(int item, String inventory, long asked, long left, List<String> taken) {
    public Shortage {
        taken = List.copyOf(taken);
    }
}
