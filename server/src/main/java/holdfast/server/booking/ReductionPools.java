package holdfast.server.booking;

import holdfast.Claim;
import holdfast.HeldItem;
import holdfast.server.catalog.CatalogEntry;

/// Tells the pools of discount codes and gift cards from what is on sale. A hold has its claims on
/// them after all of its other items.
public final class ReductionPools {
    private ReductionPools() {}

    static boolean isCode(String id) {
        return id.startsWith(CatalogEntry.Kind.CODE.prefix());
    }

    public static boolean isCard(String id) {
        return id.startsWith(CatalogEntry.Kind.GIFTCARD.prefix());
    }

    static boolean has(String pool) {
        return isCode(pool) || isCard(pool);
    }

    public static boolean has(HeldItem item) {
        return item instanceof HeldItem.Capacity places && has(places.pool());
    }

    static boolean has(Claim claim) {
        return claim instanceof Claim.Capacity places && has(places.pool());
    }
}
