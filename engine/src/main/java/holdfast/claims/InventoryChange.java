package holdfast.claims;

import holdfast.Inventory;
import holdfast.Withdrawal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What one change does to inventories of one kind, each named once: which it describes, on sale or
/// not, which it takes off sale as they are, and which it only locks.
public final class InventoryChange<I extends Inventory> {
    private final Map<String, I> offers = new LinkedHashMap<>();
    private final List<String> withdrawn = new ArrayList<>();
    private final Set<String> emptied = new HashSet<>();
    private final Set<String> offSale = new HashSet<>();
    private final Set<String> all = new TreeSet<>();

    public void offer(I inventory, boolean onSale) {
        offers.put(inventory.id(), inventory);
        all.add(inventory.id());
        if (!onSale) {
            offSale.add(inventory.id());
        }
    }

    /// Whether the described inventory is on sale.
    public boolean onSale(String inventory) {
        return !offSale.contains(inventory);
    }

    public void withdraw(Withdrawal withdrawal) {
        withdrawn.add(withdrawal.inventory());
        all.add(withdrawal.inventory());
        if (withdrawal.emptied()) {
            emptied.add(withdrawal.inventory());
        }
    }

    public void lock(String inventory) {
        all.add(inventory);
    }

    public Map<String, I> offers() {
        return offers;
    }

    public List<String> withdrawn() {
        return withdrawn;
    }

    /// Whether the withdrawn inventory must have no live claim.
    public boolean emptied(String inventory) {
        return emptied.contains(inventory);
    }

    /// Everything that is locked, by id.
    public Set<String> all() {
        return all;
    }
}
