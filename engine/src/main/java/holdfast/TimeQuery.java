package holdfast;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// A query for the starts of a visit that can be held: within the window, on the grid of `step`,
/// which begins at midnight in the zone.
///
/// @param firstOfDay whether each day's first start is enough, as for a month's view
/// @param moved      a visit that an exchange would give back, whose time therefore counts as free
public record TimeQuery(
        String workspace, Window within, ZoneId zone, Duration step, List<Claim.Part> parts,
        boolean firstOfDay, Optional<Moved> moved) {

    /// The claims of a hold within a period.
    public record Moved(String hold, Window visit) {
        public Moved {
            InputRules.id("moved", hold);
        }
    }

    /// The most lanes that the calendars of a visit may have in all, for its starts to be listed.
    public static final int MOST_LANES = 2_000;

    public TimeQuery {
        InputRules.id("workspace", workspace);
        parts = InputRules.some("parts", parts, 8);
        InputRules.between("step", step, Duration.ofMinutes(1), Duration.ofDays(1));
        InputRules.between("within", within.length().toDays(), 0, 62);
    }

    public TimeQuery(
            String workspace, Window within, ZoneId zone, Duration step,
            List<Claim.Part> parts) {
        this(workspace, within, zone, step, parts, false, Optional.empty());
    }

    /// The same query for only the first start of each day.
    public TimeQuery onlyDays() {
        return new TimeQuery(workspace, within, zone, step, parts, true, moved);
    }

    /// The same query for an exchange of this visit.
    public TimeQuery moving(Moved visit) {
        return new TimeQuery(
                workspace, within, zone, step, parts, firstOfDay, Optional.of(visit));
    }
}
