package holdfast;

import java.time.Instant;
import java.util.List;

/// The outcome of a change of what is on sale. A refusal changed nothing, neither in the engine nor
/// in the caller's own rows.
public sealed interface ChangeOutcome
        permits ChangeOutcome.Changed,
        ChangeOutcome.OtherVersion,
        ChangeOutcome.VenueTaken,
        OfferOutcome.OtherKind,
        Refusal.Overloaded,
        Refusal.Unknown,
        Refusal.InTheWay {

    /// The change is in force since `at`, by the database's clock.
    record Changed(Instant at) implements ChangeOutcome {}

    /// The listing does not have the version before the change's. It has `version`, or 0 if it was
    /// never described.
    record OtherVersion(String listing, long version) implements ChangeOutcome {}

    /// The listing cannot have the venue at that time. `by` says who has it: listings and other
    /// customers by their names and blocks by their reasons. It is empty if the venue is not open
    /// then.
    record VenueTaken(String listing, String calendar, List<String> by) implements ChangeOutcome {
        public VenueTaken {
            by = List.copyOf(by);
        }
    }
}
