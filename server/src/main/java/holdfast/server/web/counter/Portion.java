package holdfast.server.web.counter;

import holdfast.server.checkout.Asking;
import holdfast.server.checkout.Item;
import holdfast.server.checkout.Priced;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One thing of what a basket or booking is to have.
///
/// @param stamp what was noted of it when it was taken, if it was: whoever keeps something keeps
///              it at its price of then, and need not ask whether it is still on sale
record Portion(Item item, Optional<String> stamp) {

    /// All that a hold has.
    static List<Portion> of(List<Priced.Line> lines) {
        List<Item> items = Contents.of(lines);
        List<Portion> all = new ArrayList<>();
        for (int at = 0; at < items.size(); at++) {
            all.add(new Portion(items.get(at), lines.get(at).stamp()));
        }
        return all;
    }

    static List<Portion> fresh(List<Item> items) {
        return items.stream().map(item -> new Portion(item, Optional.empty())).toList();
    }

    static List<Item> items(List<Portion> all) {
        return all.stream().map(Portion::item).toList();
    }

    /// The places of those that are kept.
    static Set<Integer> had(List<Portion> all) {
        Set<Integer> had = new TreeSet<>();
        for (int at = 0; at < all.size(); at++) {
            if (all.get(at).stamp().isPresent()) {
                had.add(at);
            }
        }
        return had;
    }

    /// What is noted of all of them.
    static String note(List<Portion> all, Asking.Result.Ready ready) {
        List<String> stamps = new ArrayList<>();
        for (int at = 0; at < all.size(); at++) {
            stamps.add(all.get(at).stamp().orElse(ready.items().get(at).stamp()));
        }
        return String.join(" ", stamps);
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
