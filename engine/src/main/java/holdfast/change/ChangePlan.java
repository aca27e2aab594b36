package holdfast.change;

import holdfast.ChangeOutcome;
import holdfast.Hold;
import holdfast.Kind;
import holdfast.ListingChange;
import holdfast.postgres.Pipeline;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// What is to be changed, or the answer where nothing is.
public sealed interface ChangePlan<R> {

    /// Nothing is changed: the transaction is rolled back.
    record Answer<R>(R answer) implements ChangePlan<R> {}

    /// Changes these listings, or none of them, and writes the caller's rows with them. Without a
    /// listing only the caller's rows are written.
    ///
    /// @param answer what the caller is answered; called when the transaction is over
    /// @param unsold what live holds must not have; the changes must name its inventories
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

    /// A part of an inventory that only the caller tells apart, as places sold at one of several
    /// prices. While a live hold has any of it, that hold stands in the way of the change.
    record Unsold(Kind kind, String inventory, Part part) {}

    /// Whether an item of a hold is of that part.
    @FunctionalInterface
    interface Part {
        boolean has(Hold hold, int item);
    }

    /// Adds the caller's statements to the trip that writes and commits. A statement that fails
    /// undoes everything.
    @FunctionalInterface
    interface Write {
        /// `at` is what the database's clock said when everything was locked.
        void add(Pipeline pipeline, Instant at);
    }
}
