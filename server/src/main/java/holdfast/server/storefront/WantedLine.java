package holdfast.server.storefront;

import holdfast.server.booking.Item;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.RequestedItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One item that a basket or booking is to have.
///
/// @param had the line that has it, if one has: a kept item keeps its price, and need not be on
///            sale any more
record WantedLine(Item item, Optional<PricedHolds.Line> had) {

    /// All items of a hold.
    static List<WantedLine> of(List<PricedHolds.Line> lines) {
        return lines.stream().map(line -> new WantedLine(line.item(), Optional.of(line))).toList();
    }

    static List<WantedLine> fresh(List<Item> items) {
        return items.stream().map(item -> new WantedLine(item, Optional.empty())).toList();
    }

    static List<Item> items(List<WantedLine> all) {
        return all.stream().map(WantedLine::item).toList();
    }

    static List<RequestedItem> wanted(List<WantedLine> all) {
        return all.stream().map(each -> new RequestedItem(each.item(), each.had())).toList();
    }

    /// Joins two items of the same area into one new item.
    static List<WantedLine> together(List<WantedLine> some) {
        List<WantedLine> all = new ArrayList<>();
        for (WantedLine each : some) {
            int at = 0;
            while (at < all.size() && ItemForms.joined(all.get(at).item(), each.item()).isEmpty()) {
                at++;
            }
            if (at < all.size()) {
                all.set(at, new WantedLine(ItemForms.joined(all.get(at).item(), each.item())
                        .orElseThrow(), Optional.empty()));
            } else {
                all.add(each);
            }
        }
        return all;
    }

    /// The same with these in the place of one.
    static List<WantedLine> instead(List<WantedLine> all, int at, List<Item> wanted) {
        List<WantedLine> next = new ArrayList<>(all);
        next.remove(at);
        next.addAll(at, fresh(wanted));
        return together(next);
    }
}
