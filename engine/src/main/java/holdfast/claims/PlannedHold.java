package holdfast.claims;

import java.util.List;

/// A hold before it is granted, on the fast path: its id, how many microseconds it lasts, and its
/// places.
public record PlannedHold(String hold, long lasts, List<Allotment.Places> allotments) {
    public PlannedHold {
        allotments = List.copyOf(allotments);
    }
}
