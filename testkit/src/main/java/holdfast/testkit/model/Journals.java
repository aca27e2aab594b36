package holdfast.testkit.model;

import holdfast.Entry;
import holdfast.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The journals as they were read during the history, put together from all the pages.
final class Journals {

    /// One page: what somebody read of one inventory's journal.
    record Page(Operation by, Offers.Id of, long after, int most, List<Entry> entries) {
        boolean last() {
            return entries.size() < most;
        }
    }

    private final List<Page> pages = new ArrayList<>();
    private final Map<Offers.Id, TreeMap<Long, Entry>> whole = new HashMap<>();
    private final Set<Offers.Id> closed = new HashSet<>();

    Journals(List<Operation> operations) {
        for (Operation each : operations) {
            if (each.call() instanceof Call.InventoryHistory(
                            _, Kind kind, String inventory, long after, int most)
                    && each.answer() instanceof List<?> answer) {
                add(new Page(each, new Offers.Id(kind, inventory), after, most, entries(answer)));
            }
        }
    }

    private void add(Page page) {
        pages.add(page);
        TreeMap<Long, Entry> journal = whole.computeIfAbsent(page.of, _ -> new TreeMap<>());
        page.entries.forEach(entry -> journal.putIfAbsent(entry.version(), entry));
        if (page.last() && page.by.client().equals(Closing.CLIENT)) {
            closed.add(page.of);
        }
    }

    static List<Entry> entries(List<?> answer) {
        return answer.stream().map(Entry.class::cast).toList();
    }

    List<Page> pages() {
        return pages;
    }

    /// The inventories whose journals were read to the end when nobody wrote any more.
    Set<Offers.Id> closed() {
        return closed;
    }

    List<Entry> of(Offers.Id id) {
        return List.copyOf(whole.getOrDefault(id, new TreeMap<>()).values());
    }

    /// Every entry of every journal that was read to the end.
    List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        closed.forEach(id -> all.addAll(of(id)));
        return all;
    }
}
