package holdfast.judge;

import holdfast.Holdfast;
import holdfast.JournalLine;
import holdfast.Kind;
import holdfast.Unanswered;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Ends a history when all clients have stopped: retries every unanswered request, and then reads
/// everything. All of it is recorded under the client name {@value #CLIENT}.
public final class FinalReads {
    static final String CLIENT = "closing";
    private static final int PAGE = 500;
    private static final int TRIES = 50;

    private final Holdfast holdfast;

    private FinalReads(Recorder recorder, Holdfast holdfast) {
        this.holdfast = recorder.client(CLIENT, holdfast);
    }

    /// Closes the history and returns it. `earlier` are histories of other recorders, such as that
    /// of a killed process.
    public static History close(Recorder recorder, Holdfast holdfast, History... earlier) {
        FinalReads closing = new FinalReads(recorder, holdfast);
        History all = recorder.history();
        for (History each : earlier) {
            all = each.and(all);
        }
        closing.settle(all);
        History settled = recorder.history();
        for (History each : earlier) {
            settled = each.and(settled);
        }
        closing.read(settled);
        History whole = recorder.history();
        for (History each : earlier) {
            whole = each.and(whole);
        }
        return whole;
    }

    /// Retries every request that can be retried without a second effect.
    private void settle(History history) {
        for (Operation each : history.operations()) {
            if (each.silent() && again(each.call())) {
                settle(each.call());
            }
        }
    }

    private void settle(RecordedCall call) {
        try {
            patiently(() -> CallRunner.ask(holdfast, call));
        } catch (RuntimeException bug) {
            // The exception is recorded; the judge reports it.
            return;
        }
    }

    /// Without a key a retry could make a second hold. Reads are not retried here.
    private static boolean again(RecordedCall call) {
        return switch (call) {
            // @formatter:off
            case RecordedCall.Offer _, RecordedCall.Withdraw _, RecordedCall.Confirm _,
                    RecordedCall.Cancel _, RecordedCall.Unblock _ -> true;
            case RecordedCall.Hold _, RecordedCall.Extend _, RecordedCall.Exchange _,
                    RecordedCall.Block _ -> call.key().isPresent();
            case RecordedCall.Expire _, RecordedCall.Find _, RecordedCall.FreePlaces _,
                    RecordedCall.FreeSeats _, RecordedCall.FreeTimes _,
                    RecordedCall.HoldHistory _, RecordedCall.InventoryHistory _,
                    RecordedCall.Audit _ -> false;
            // @formatter:on
        };
    }

    /// Retries for a while, because a crashed process may need time to recover.
    private static <A> A patiently(Supplier<A> question) {
        List<Unanswered> earlier = new ArrayList<>();
        while (true) {
            try {
                return question.get();
            } catch (Unanswered stillUnanswered) {
                if (earlier.size() + 1 == TRIES) {
                    earlier.forEach(stillUnanswered::addSuppressed);
                    throw stillUnanswered;
                }
                earlier.add(stillUnanswered);
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private record Journal(String workspace, OfferTimeline.Id id) {}

    private record Named(String workspace, String hold) {}

    private void read(History history) {
        Set<Journal> journals = new LinkedHashSet<>();
        Set<Named> holds = new LinkedHashSet<>();
        Set<String> workspaces = new LinkedHashSet<>();
        for (Operation each : history.operations()) {
            if (each.workspace().isEmpty()) {
                continue;
            }
            workspaces.add(each.workspace());
            ObservedHold.of(each).ifPresent(hold -> holds.add(new Named(each.workspace(), hold)));
            if (each.call() instanceof RecordedCall.Offer(_, var inventory)) {
                journals.add(new Journal(
                        each.workspace(), new OfferTimeline.Id(inventory.kind(), inventory.id())));
            }
        }
        Deque<Journal> unread = new ArrayDeque<>(journals);
        Set<Named> heard = new HashSet<>();
        while (!unread.isEmpty()) {
            Journal next = unread.poll();
            for (JournalLine entry : journal(next)) {
                entry.of().hold().ifPresent(
                        hold -> holds.add(new Named(next.workspace, hold)));
            }
            for (Named hold : holds) {
                if (unread.isEmpty() && heard.add(hold)) {
                    of(hold).stream().filter(journals::add).forEach(unread::add);
                }
            }
        }
        journals.forEach(this::free);
        holds.forEach(hold -> patiently(() -> holdfast.find(hold.workspace, hold.hold)));
        workspaces.forEach(each -> patiently(() -> holdfast.audit(each)));
    }

    private List<JournalLine> journal(Journal journal) {
        List<JournalLine> all = new ArrayList<>();
        List<JournalLine> page;
        do {
            page = patiently(() -> holdfast.history(journal.workspace, journal.id.kind(),
                    journal.id.inventory(), all.size(), PAGE));
            all.addAll(page);
        } while (page.size() == PAGE);
        return all;
    }

    /// The inventories in a hold's history. This is the only way to find a customer's limits.
    private List<Journal> of(Named hold) {
        return patiently(() -> holdfast.history(hold.workspace, hold.hold)).stream()
                .map(entry -> new Journal(
                        hold.workspace, new OfferTimeline.Id(entry.kind(), entry.inventory())))
                .distinct().toList();
    }

    private void free(Journal journal) {
        switch (journal.id.kind()) {
            case CAPACITY -> {
                // A limit's pool belongs to a customer and cannot be queried.
                if (!journal.id.inventory().contains("/")) {
                    patiently(() -> holdfast.freePlaces(
                            journal.workspace, journal.id.inventory()));
                }
            }
            case SEATS -> patiently(() -> holdfast.freeSeats(
                    journal.workspace, journal.id.inventory()));
            case TIME -> {}
        }
    }
}
