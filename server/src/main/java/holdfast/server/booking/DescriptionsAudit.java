package holdfast.server.booking;

import holdfast.Closure;
import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.Inventory;
import holdfast.VenueTime;
import holdfast.change.AuditView;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Versioned;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Compares each catalogue entry's latest version with what the engine sells by it: the listing,
/// the inventories, the venue's time and the closures. It keeps a line for each of them in memory,
/// and nothing for each booking.
final class DescriptionsAudit {
    private static final String VERSIONS =
            "a catalogue entry and its listing have the same version";
    private static final String ON_SALE = "the inventories on sale are those that the catalogue "
            + "describes";
    private static final String VENUES = "a listed event occupies its venue exactly for its time";
    private static final String CLOSURES = "a closure is a block of its calendar";

    private final AuditView view;
    private final DescribedInventories listings;
    private final Map<String, Long> versions = new HashMap<>();
    private final Set<String> unreadable = new HashSet<>();
    private final Map<String, Map<String, String>> described = new HashMap<>();
    private final Map<String, VenueTime.Of> halls = new HashMap<>();
    private final Map<String, Closure> closures = new HashMap<>();
    private final Set<String> blocked = new HashSet<>();
    private long things;
    private boolean any;

    DescriptionsAudit(AuditView view, Catalog catalog) {
        this.view = view;
        this.listings = new DescribedInventories(catalog);
    }

    /// Reads the entries and compares them, except for the closures, which need the blocks.
    ///
    /// @return false for a workspace without a catalogue, of which nothing was compared
    boolean check() throws SQLException {
        any = Catalog.any(view.tx(), view.workspace());
        Catalog.latest(view.tx(), view.workspace(), this::entry);
        view.listings(this::listing);
        if (!any) {
            return false;
        }
        versions.keySet().forEach(id -> view.report(VERSIONS, id, "it has no listing"));
        view.checked("descriptions", things);
        if (!view.whole()) {
            return true;
        }
        view.inventories(this::inventory);
        described.forEach((key, texts) -> view.report(ON_SALE, id(key),
                "the catalogue describes it, and the engine has no such inventory"));
        return true;
    }

    private static String id(String key) {
        return key.substring(key.indexOf(' ') + 1);
    }

    private void entry(String id, long version, Optional<Versioned<CatalogEntry>> stored) {
        any = true;
        things++;
        versions.put(id, version);
        if (stored.isEmpty()) {
            unreadable(id, version);
            return;
        }
        CatalogEntry entry = stored.get().entry();
        boolean listed = stored.get().listed();
        List<Inventory> inventories = List.of();
        try {
            inventories =
                    !view.whole() ? inventories : listings.inventories(view.workspace(), id, entry);
        } catch (RuntimeException wrong) {
            unreadable(id, version);
            return;
        }
        inventories.forEach(
                each -> described.put(InventoryText.key(each), InventoryText.of(each, listed)));
        DescribedInventories.venueTime(entry, listed).ifPresent(hall -> halls.put(id, hall));
        DescribedInventories.closures(id, entry)
                .forEach(closure -> closures.put(closure.id(), closure));
    }

    private void unreadable(String id, long version) {
        unreadable.add(id);
        view.report(AuditView.READABLE, id, "its version " + version + " cannot be read");
    }

    private void listing(AuditView.Listing listing) {
        any = true;
        String id = listing.id();
        Long version = versions.remove(id);
        if (version == null) {
            view.report(VERSIONS, id, "it is a listing without a catalogue entry");
        } else if (version != listing.version()) {
            view.report(VERSIONS, id, "its version is " + version + ", its listing's "
                    + listing.version());
        }
        Optional<VenueTime.Of> described = Optional.ofNullable(halls.remove(id));
        if (!unreadable.contains(id) && !described.equals(listing.venueTime())) {
            view.report(VENUES, id, "it is described with " + text(described) + " and has "
                    + text(listing.venueTime()));
        } else if (listing.venueHold().isPresent() && listing.venueTime().isEmpty()) {
            view.report(VENUES, id, "its venue is " + listing.venueHold().get()
                    + ", which is no booking of its own");
        }
    }

    private static String text(Optional<VenueTime.Of> hall) {
        return hall.map(time -> time.calendar() + " from " + time.window().from() + " to "
                + time.window().to()).orElse("no venue");
    }

    private void inventory(AuditView.OnSale found) {
        Inventory inventory = found.inventory();
        Map<String, String> texts = described.remove(InventoryText.key(inventory));
        if (texts == null) {
            if (found.offered() && !ofUnreadable(inventory.id())) {
                view.report(ON_SALE, inventory.id(), "it is on sale, and no catalogue entry "
                        + "describes it");
            }
            return;
        }
        Map<String, String> has = InventoryText.of(inventory, found.offered());
        List<String> differences = new ArrayList<>();
        texts.forEach((property, text) -> {
            if (!text.equals(has.get(property))) {
                differences.add(property + ": described " + text + ", sold by "
                        + has.get(property));
            }
        });
        if (!differences.isEmpty()) {
            view.report(ON_SALE, inventory.id(), String.join("; ", differences));
        }
    }

    /// Whether an inventory belongs to an entry that cannot be compared.
    private boolean ofUnreadable(String inventory) {
        int end = inventory.indexOf(':');
        return unreadable.contains(end < 0 ? inventory : inventory.substring(0, end));
    }

    boolean isClosure(String block) {
        return closures.containsKey(block);
    }

    void block(Hold.Blocked block) {
        Closure closure = closures.get(block.id());
        if (closure == null) {
            return;
        }
        blocked.add(closure.id());
        List<HeldItem> items = block.basket().items();
        boolean exactly = items.size() == 1 && items.getFirst() instanceof HeldItem.Time time
                && time.stretches().stream()
                        .allMatch(each -> each.calendar().equals(closure.calendar())
                                && each.occupied().equals(closure.window()));
        if (!exactly) {
            view.report(CLOSURES, closure.id(), "its block is not " + text(closure));
        }
    }

    /// Called when every block was seen.
    void finish() {
        closures.forEach((id, closure) -> {
            if (!blocked.contains(id)) {
                view.report(CLOSURES, id, "there is no block of " + text(closure));
            }
        });
    }

    private static String text(Closure closure) {
        return closure.calendar() + " from " + closure.window().from() + " to "
                + closure.window().to();
    }
}
