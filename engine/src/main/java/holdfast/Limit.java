package holdfast;

/// At most `most` for one customer within a scope, of which this request takes `takes`. The caller
/// chooses the scope: an event, or a service and a day. The limit is decided in the same step as
/// the hold: each customer has a pool of its own for it. A hold without a customer is compared with
/// the limit alone.
public record Limit(String scope, long most, long takes) {
    public Limit {
        InputRules.id("scope", scope);
        InputRules.between("most", most, 0, Inventory.Pool.MOST);
        InputRules.between("takes", takes, 1, Inventory.Pool.MOST);
    }
}
