package holdfast.ledger;

/// A write found fewer claims than the decision counted on: a constraint or a condition said no.
/// The transaction is undone and decided anew, each request on its own if need be.
public final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Lost(String message) {
        super(message);
    }

    public static void unless(int expected, int changed, String what) {
        if (expected != changed) {
            throw new Lost(what + ": " + expected + " expected, " + changed + " changed");
        }
    }
}
