package holdfast;

/// Takes an inventory off sale; one that is not there is off sale already.
///
/// @param emptied whether nothing may be left on it: a live claim, held, booked or blocked, is then
///                in the way. Time that is over by now is not. Without it, live claims stay
public record Withdrawal(Kind kind, String inventory, boolean emptied) {
    public Withdrawal {
        InputRules.id("inventory", inventory);
    }
}
