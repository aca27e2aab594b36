package holdfast.change;

import java.util.Set;
import java.util.function.UnaryOperator;

/// Forgets a person: replaces what names the person in holds, in the journal, in limits and in the
/// kept answers of idempotency keys. What was sold, when and for how much stays.
public interface Forgetting {

    /// Forgets the customers of these ids and of these holds, in every hold that they have. Each
    /// customer gets a random pseudonym, by which their limits go on counting. A hold that is not
    /// booked yet is cancelled. Doing it again finds nothing.
    Forgotten forget(String workspace, Person person, Texts texts);

    /// Whom to forget.
    ///
    /// @param customers ids of customers
    /// @param holds holds of theirs, also those without a customer; at most 10,000
    record Person(Set<String> customers, Set<String> holds) {
        public Person {
            customers = Set.copyOf(customers);
            holds = Set.copyOf(holds);
        }
    }

    /// The caller's part of it.
    ///
    /// @param hold    a hold's note without the person
    /// @param booking a booking's note without the person
    /// @param rows    writes the caller's own rows of the changed holds in the same transaction
    record Texts(
            UnaryOperator<String> hold, UnaryOperator<String> booking, HoldListener rows) {}

    /// What was forgotten.
    ///
    /// @param holds     how many holds were changed
    /// @param cancelled how many of them were cancelled for it
    record Forgotten(int holds, int cancelled) {
        public Forgotten plus(Forgotten more) {
            return new Forgotten(holds + more.holds, cancelled + more.cancelled);
        }
    }
}
