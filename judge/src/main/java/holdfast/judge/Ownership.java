package holdfast.judge;

import holdfast.HeldItem;
import holdfast.Limit;
import java.util.List;
import java.util.Optional;

/// What a hold had for a while, until it ended or was exchanged: certainly throughout `certain`,
/// and never outside `possible`.
///
/// During `doubts` it had it too, as later answers show, but no reader could tell: a confirmation
/// or extension decided before the deadline was still unanswered when the deadline came.
record Ownership(HoldLife life, List<HeldItem> items, Counted counted, Interval possible,
        Interval certain,
        List<Interval> doubts) {

    /// What counts against the customer's limits meanwhile.
    record Counted(Optional<String> customer, List<Limit> limits) {
        static final Counted NOTHING = new Counted(Optional.empty(), List.of());
    }

    /// Whether every read between the two moments must have shown it.
    boolean visible(long first, long last) {
        return certain.covers(first, last)
                && doubts.stream().noneMatch(doubt -> doubt.touches(first, last));
    }

    String hold() {
        return life.id();
    }

    /// The operations that show it, as proof.
    List<Operation> proof() {
        return life.seen().stream()
                .filter(each -> each.hold() != null
                        && each.hold().basket().items().equals(items))
                .map(ObservedHold::by)
                .limit(2)
                .toList();
    }
}
