package holdfast.change;

import holdfast.ChangeOutcome;
import holdfast.Hold;
import holdfast.Kind;
import holdfast.ListingChange;
import holdfast.postgres.Pipeline;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// The plan of a change, or the answer if nothing is to be changed.
public sealed interface ChangePlan<R> {

    /// Nothing is changed: the transaction is rolled back.
    record Answer<R>(R answer) implements ChangePlan<R> {}

    /// Changes these listings, or none of them, and writes the caller's rows with them. Without a
    /// listing only the caller's rows are written.
    ///
    /// @param answer makes the caller's answer; called when the transaction is over
    /// @param unsold parts that no live hold may have; the changes must name their inventories
    record Change<R>(
            List<ListingChange> changes, Write write, Function<ChangeOutcome, R> answer,
            List<Unsold> unsold)
            implements ChangePlan<R> {
        public Change {
            changes = ListingChange.together(changes);
            unsold = List.copyOf(unsold);
        }

        public Change(
                List<ListingChange> changes, Write write, Function<ChangeOutcome, R> answer) {
            this(changes, write, answer, List.of());
        }
    }

    /// A part of an inventory that only the caller distinguishes, such as places sold at one of
    /// several prices. A live hold that has any of it stands in the way of the change.
    record Unsold(Kind kind, String inventory, Part part) {}

    /// Whether an item of a hold is of that part.
    @FunctionalInterface
    interface Part {
        boolean has(Hold hold, int item);
    }

    /// Adds the caller's statements to the pipeline that writes and commits. A statement that fails
    /// rolls everything back.
    @FunctionalInterface
    interface Write {
        /// `at` is what the database's clock said when everything was locked.
        void add(Pipeline pipeline, Instant at);
    }
}
