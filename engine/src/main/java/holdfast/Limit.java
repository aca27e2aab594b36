package holdfast;

/// At most `most` for one customer within a scope, of which this request takes `takes`. The scope
/// is whatever the caller counts by: an event, a service and a day. It is decided in the same step
/// as the hold: each customer has a pool of their own for it. A hold without a customer is compared
/// with it alone.
public record Limit(String scope, long most, long takes) {
    public Limit {
        InputRules.id("scope", scope);
        InputRules.between("most", most, 0, Inventory.Pool.MOST);
        InputRules.between("takes", takes, 1, Inventory.Pool.MOST);
    }
}
