package holdfast.claims;

import java.util.List;

/// What a hold will be if it is granted: its id, how many microseconds it lasts, and its places.
public record PlannedHold(String hold, long lasts, List<Allotment.Places> allotments) {
    public PlannedHold {
        allotments = List.copyOf(allotments);
    }
}
