package holdfast.judge;

import holdfast.HeldItem;
import holdfast.Limit;
import java.util.List;
import java.util.Optional;

/// What a hold had for a while, until it ended or was exchanged for something else. It had it
/// throughout `certain`, and never outside of `possible`.
///
/// In `doubts` it had it too, as the end showed, but nobody could see so: a confirmation or an
/// extension that was decided before the deadline had not been answered when the deadline came.
record Ownership(HoldLife life, List<HeldItem> items, Counted counted, Interval possible,
        Interval certain,
        List<Interval> doubts) {

    /// What counts against the customer's limits meanwhile.
    record Counted(Optional<String> customer, List<Limit> limits) {
        static final Counted NOTHING = new Counted(Optional.empty(), List.of());
    }

    /// Whether everybody who looked between the two moments could see it.
    boolean visible(long first, long last) {
        return certain.covers(first, last)
                && doubts.stream().noneMatch(doubt -> doubt.touches(first, last));
    }

    String hold() {
        return life.id();
    }

    /// The operations that tell of it, as proof.
    List<Operation> proof() {
        return life.seen().stream()
                .filter(each -> each.hold() != null
                        && each.hold().basket().items().equals(items))
                .map(ObservedHold::by)
                .limit(2)
                .toList();
    }
}
