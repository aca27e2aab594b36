package holdfast.judge;

import holdfast.JournalLine;
import holdfast.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The journals, assembled from all pages that clients read.
final class Journals {

    /// One page of an inventory's journal, as a client read it.
    record Page(Operation by, OfferTimeline.Id of, long after, int most,
            List<JournalLine> entries) {
        boolean last() {
            return entries.size() < most;
        }
    }

    private final List<Page> pages = new ArrayList<>();
    private final Map<OfferTimeline.Id, TreeMap<Long, JournalLine>> whole = new HashMap<>();
    private final Set<OfferTimeline.Id> closed = new HashSet<>();

    Journals(List<Operation> operations) {
        for (Operation each : operations) {
            if (each.call() instanceof RecordedCall.InventoryHistory asked
                    && each.answer() instanceof List<?> answer) {
                add(new Page(each, new OfferTimeline.Id(asked.kind(), asked.inventory()),
                        asked.after(), asked.most(), entries(answer)));
            }
        }
    }

    private void add(Page page) {
        pages.add(page);
        TreeMap<Long, JournalLine> journal = whole.computeIfAbsent(page.of, _ -> new TreeMap<>());
        page.entries.forEach(entry -> journal.putIfAbsent(entry.version(), entry));
        if (page.last() && page.by.client().equals(FinalReads.CLIENT)) {
            closed.add(page.of);
        }
    }

    static List<JournalLine> entries(List<?> answer) {
        return answer.stream().map(JournalLine.class::cast).toList();
    }

    List<Page> pages() {
        return pages;
    }

    /// The inventories whose journals were read to the end after all writes.
    Set<OfferTimeline.Id> closed() {
        return closed;
    }

    List<JournalLine> of(OfferTimeline.Id id) {
        return List.copyOf(whole.getOrDefault(id, new TreeMap<>()).values());
    }

    /// Every entry of every journal that was read to the end.
    List<JournalLine> all() {
        List<JournalLine> all = new ArrayList<>();
        closed.forEach(id -> all.addAll(of(id)));
        return all;
    }
}
