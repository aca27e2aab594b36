package holdfast.server.booking;

import holdfast.Shortage;

/// A start that nobody can have, whatever is free: off the grid, too soon or too far ahead. It is
/// thrown by whoever reads one item and caught by whoever answers for all of them.
final class ImpossibleStart extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Shortage shortage;

    ImpossibleStart(Shortage shortage) {
        super(shortage.inventory(), null, false, false);
        this.shortage = shortage;
    }

    /// What is missing, as the item's place in the request has it.
    Shortage of(int item) {
        return new Shortage(item, shortage.inventory(), shortage.asked(), shortage.left(),
                shortage.taken());
    }
}
