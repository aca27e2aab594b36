package holdfast.server.booking;

import holdfast.Shortage;

/// A start that is never offered: off the grid, too soon or too far ahead. Code that reads one item
/// throws it; the caller that answers for all items catches it.
final class ImpossibleStart extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Shortage shortage;

    ImpossibleStart(Shortage shortage) {
        super(shortage.inventory(), null, false, false);
        this.shortage = shortage;
    }

    /// The shortage, with the item's index in the request.
    Shortage of(int item) {
        return new Shortage(item, shortage.inventory(), shortage.asked(), shortage.left(),
                shortage.taken());
    }
}
