package holdfast.server.web.counter;

import holdfast.server.checkout.Item;
import holdfast.server.checkout.Priced;
import holdfast.server.checkout.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One thing of what a basket or booking is to have.
///
/// @param had the line that has it, if one has: whoever keeps something keeps it at its price of
///            then, and need not ask whether it is still on sale
record Portion(Item item, Optional<Priced.Line> had) {

    /// All that a hold has.
    static List<Portion> of(List<Priced.Line> lines) {
        return lines.stream().map(line -> new Portion(line.item(), Optional.of(line))).toList();
    }

    static List<Portion> fresh(List<Item> items) {
        return items.stream().map(item -> new Portion(item, Optional.empty())).toList();
    }

    static List<Item> items(List<Portion> all) {
        return all.stream().map(Portion::item).toList();
    }

    static List<Wanted> wanted(List<Portion> all) {
        return all.stream().map(each -> new Wanted(each.item(), each.had())).toList();
    }

    /// Two about the same area are one, and are taken anew.
    static List<Portion> together(List<Portion> some) {
        List<Portion> all = new ArrayList<>();
        for (Portion each : some) {
            int at = 0;
            while (at < all.size() && Contents.joined(all.get(at).item(), each.item()).isEmpty()) {
                at++;
            }
            if (at < all.size()) {
                all.set(at, new Portion(Contents.joined(all.get(at).item(), each.item())
                        .orElseThrow(), Optional.empty()));
            } else {
                all.add(each);
            }
        }
        return all;
    }

    /// The same with these in the place of one.
    static List<Portion> instead(List<Portion> all, int at, List<Item> wanted) {
        List<Portion> next = new ArrayList<>(all);
        next.remove(at);
        next.addAll(at, fresh(wanted));
        return together(next);
    }
}
