package holdfast;

/// Takes an inventory off sale; one that does not exist is off sale already.
///
/// @param emptied whether it must have no live claim: a held, booked or blocked one is then in the
///                way, unless its time is over. Without it, live claims stay
public record Withdrawal(Kind kind, String inventory, boolean emptied) {
    public Withdrawal {
        InputRules.id("inventory", inventory);
    }
}
