package holdfast.change;

import holdfast.Hold;
import holdfast.postgres.Pipeline;
import java.util.List;

/// Writes the caller's own rows about bookings and blocks in the transaction that makes, changes or
/// ends them, so that they are never ahead of the engine nor behind it.
///
/// It is called once for each batch that has any, and adds statements to the pipeline that commits.
/// It must be quick, use nothing but this database and not throw; a statement that fails rolls the
/// batch back. A batch that is retried calls it again.
@FunctionalInterface
public interface HoldListener {
    HoldListener NONE = (pipeline, workspace, holds) -> {};

    /// Adds statements about what a batch did.
    ///
    /// @param holds every booking and block that the batch made, changed or ended, as it leaves
    ///              them: booked, blocked or cancelled
    void changed(Pipeline pipeline, String workspace, List<Hold> holds);

    /// Both, this one first.
    default HoldListener and(HoldListener other) {
        return (pipeline, workspace, holds) -> {
            changed(pipeline, workspace, holds);
            other.changed(pipeline, workspace, holds);
        };
    }
}
