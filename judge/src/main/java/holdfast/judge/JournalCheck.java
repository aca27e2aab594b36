package holdfast.judge;

import holdfast.JournalLine;
import holdfast.OfferOutcome;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks the journals: versions without gaps, entries that never change, moments that never go
/// back, and the same content in every read.
final class JournalCheck implements Check {

    @Override
    public void weigh(Evidence evidence, BrokenPromises findings) {
        evidence.journals().pages().forEach(page -> page(page, evidence, findings));
        grown(evidence, findings);
        for (OfferTimeline.Id id : evidence.journals().closed()) {
            forward(evidence.journals().of(id), evidence, findings);
        }
        offered(evidence, findings);
        holds(evidence, findings);
    }

    private static void page(Journals.Page page, Evidence evidence, BrokenPromises findings) {
        long version = page.after();
        Map<Long, JournalLine> known = new HashMap<>();
        evidence.journals().of(page.of()).forEach(entry -> known.put(entry.version(), entry));
        for (JournalLine entry : page.entries()) {
            version++;
            findings.weighed(Promise.IN_ORDER);
            if (entry.version() != version || !entry.inventory().equals(page.of().inventory())
                    || entry.kind() != page.of().kind()) {
                findings.add(Promise.IN_ORDER, page.of() + ": version " + version
                        + " was expected, not " + entry, page.by());
                return;
            }
            if (!entry.equals(known.get(version))) {
                findings.add(Promise.IN_ORDER, page.of() + ": version " + version + " was "
                        + known.get(version) + " and became " + entry, page.by());
            }
        }
        if (page.entries().size() > page.most()) {
            findings.add(Promise.IN_ORDER, "more entries than asked for", page.by());
        }
    }

    /// A page that reaches the end has all entries of an earlier one.
    private static void grown(Evidence evidence, BrokenPromises findings) {
        Map<OfferTimeline.Id, Journals.Page> longest = new HashMap<>();
        List<Journals.Page> byAnswer = evidence.journals().pages().stream()
                .sorted(Comparator.comparingLong(page -> page.by().answered().nanos())).toList();
        for (Journals.Page page : byAnswer) {
            Journals.Page before = longest.get(page.of());
            if (before != null && page.last() && last(before) > last(page)
                    && before.by().answered().nanos() < page.by().invoked().nanos()) {
                findings.add(Promise.IN_ORDER, page.of() + " had " + last(before)
                        + " entries and then " + last(page), before.by(), page.by());
            }
            // An empty page beyond the end does not show where the end is.
            if (!page.entries().isEmpty() && (before == null || last(page) > last(before))) {
                longest.put(page.of(), page);
            }
        }
    }

    private static long last(Journals.Page page) {
        return page.after() + page.entries().size();
    }

    private static void forward(List<JournalLine> journal, Evidence evidence,
            BrokenPromises findings) {
        for (int at = 1; at < journal.size(); at++) {
            if (journal.get(at).at().isBefore(journal.get(at - 1).at())) {
                findings.add(Promise.IN_ORDER, evidence.workspace() + ": the time went back from "
                        + journal.get(at - 1) + " to " + journal.get(at));
            }
        }
    }

    /// An acknowledged offer names its journal entry's version. If it changed nothing, it names the
    /// version it found.
    private static void offered(Evidence evidence, BrokenPromises findings) {
        for (Operation each : evidence.operations()) {
            if (!(each.answer() instanceof OfferOutcome.Offered(String id, long version))) {
                continue;
            }
            OfferTimeline.Id inventory = evidence.journals().closed().stream()
                    .filter(closed -> closed.inventory().equals(id) && about(each.call(), closed))
                    .findFirst().orElse(null);
            if (inventory == null) {
                continue;
            }
            findings.weighed(Promise.DURABLE);
            if (evidence.journals().of(inventory).size() < version) {
                findings.add(Promise.DURABLE, inventory + " has no version " + version, each);
            }
        }
    }

    private static boolean about(RecordedCall call, OfferTimeline.Id id) {
        return call instanceof RecordedCall.Offer(_, var inventory)
                ? inventory.kind() == id.kind()
                : call instanceof RecordedCall.Withdraw(_, var kind, _) && kind == id.kind();
    }

    /// A hold's history agrees with the journals of its inventories.
    private static void holds(Evidence evidence, BrokenPromises findings) {
        Map<String, Set<JournalLine>> byHold = new HashMap<>();
        for (JournalLine each : evidence.journals().all()) {
            each.of().hold().ifPresent(
                    hold -> byHold.computeIfAbsent(hold, _ -> new HashSet<>()).add(each));
        }
        for (Operation each : evidence.operations()) {
            if (each.call() instanceof RecordedCall.HoldHistory(_, String hold)
                    && each.answer() instanceof List<?> answer
                    && each.client().equals(FinalReads.CLIENT)) {
                findings.weighed(Promise.IN_ORDER);
                Set<JournalLine> answered = new HashSet<>(Journals.entries(answer));
                if (!answered.equals(byHold.getOrDefault(hold, Set.of()))) {
                    findings.add(Promise.IN_ORDER,
                            "the history of " + hold + " is not what the journals say", each);
                }
            }
        }
    }
}
