package holdfast;

import java.time.Instant;
import java.util.List;

/// What became of a change of what is on sale. A refusal changed nothing, neither in the engine nor
/// in the caller's own rows.
public sealed interface ChangeOutcome
        permits ChangeOutcome.Changed,
        ChangeOutcome.OtherVersion,
        ChangeOutcome.VenueTaken,
        OfferOutcome.OtherKind,
        Refusal.Overloaded,
        Refusal.Unknown,
        Refusal.InTheWay {

    /// All of it is so from now on, by the database's clock.
    record Changed(Instant at) implements ChangeOutcome {}

    /// The listing has another version than the one before the change's: `version` is it, 0 where
    /// it was never described.
    record OtherVersion(String listing, long version) implements ChangeOutcome {}

    /// The listing cannot have the hall then. `by` says who has it: listings and other
    /// customers by their names and blocks by their reasons. It is empty where the hall is not open
    /// then.
    record VenueTaken(String listing, String calendar, List<String> by) implements ChangeOutcome {
        public VenueTaken {
            by = List.copyOf(by);
        }
    }
}
