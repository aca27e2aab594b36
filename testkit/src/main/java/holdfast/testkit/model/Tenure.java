package holdfast.testkit.model;

import holdfast.Limit;
import holdfast.Taken;
import java.util.List;
import java.util.Optional;

/// What a hold had for a while, until it ended or was exchanged for something else. It had it
/// throughout `certain`, and never outside of `possible`.
record Tenure(Life life, List<Taken> items, Counted counted, Span possible, Span certain) {

    /// What counts against the customer's limits meanwhile.
    record Counted(Optional<String> customer, List<Limit> limits) {
        static final Counted NOTHING = new Counted(Optional.empty(), List.of());
    }

    String hold() {
        return life.id();
    }

    /// The operations that tell of it, as proof.
    List<Operation> proof() {
        return life.seen().stream()
                .filter(each -> each.hold() != null
                        && each.hold().basket().items().equals(items))
                .map(Seen::by)
                .limit(2)
                .toList();
    }
}
