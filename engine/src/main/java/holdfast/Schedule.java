package holdfast;

import java.util.List;

/// What a calendar has during a window: when it is open, and what is taken.
///
/// @param open the stretches in which visits may lie, within the window; all of it for a calendar
///             without hours
/// @param taken by start, then by lane
public record Schedule(
        String calendar, boolean onSale, int lanes, List<Window> open, List<Taken> taken) {
    public Schedule {
        open = List.copyOf(open);
        taken = List.copyOf(taken);
    }

    /// A live claim: held, booked or blocked.
    ///
    /// @param occupied the visit with its buffers
    /// @param item     the claim's index in the hold
    public record Taken(
            int lane, Window visit, Window occupied, String hold, int item, Free.State state) {}
}
