package holdfast.ledger;

/// A write found fewer claims than the decision counted on: a constraint or a condition said no.
/// The transaction is undone and decided anew, each request on its own if need be.
public final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean overtaken;

    public Lost(String message) {
        this(message, false);
    }

    private Lost(String message, boolean overtaken) {
        super(message);
        this.overtaken = overtaken;
    }

    /// Nothing said no: somebody else was quicker between the looking and the locking. It can
    /// happen as often as there are others, and the next try may be the one.
    public static Lost overtaken(String message) {
        return new Lost(message, true);
    }

    public boolean overtaken() {
        return overtaken;
    }

    public static void unless(int expected, int changed, String what) {
        if (expected != changed) {
            throw new Lost(what + ": " + expected + " expected, " + changed + " changed");
        }
    }
}
