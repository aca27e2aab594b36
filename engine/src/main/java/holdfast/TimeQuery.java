package holdfast;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/// At which starts within the window, on the step's grid, can this visit be had? The grid begins at
/// midnight in the zone.
public record TimeQuery(
        String workspace, Window within, ZoneId zone, Duration step, List<Claim.Part> parts) {
    public TimeQuery {
        Words.id("workspace", workspace);
        parts = Words.some("parts", parts, 8);
        Words.between("step", step.toSeconds(), 60, Duration.ofDays(1).toSeconds());
        Words.between("within", within.length().toDays(), 0, 62);
    }
}
