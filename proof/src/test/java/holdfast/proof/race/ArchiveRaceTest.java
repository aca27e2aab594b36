package holdfast.proof.race;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.Hold;
import holdfast.Inventory;
import holdfast.change.Archiving;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Archives against each other, and against customers whose holds end meanwhile: each ended hold is
/// moved once.
class ArchiveRaceTest extends RaceSetup {
    private static final int PLACES = 200;
    private static final int ENDED_BEFORE = 30;
    private static final int ENDED_MEANWHILE = 15;
    private static final int AT_ONCE = 4;

    private final Queue<String> ended = new ConcurrentLinkedQueue<>();
    private final Store store = new Store();

    private static final class Store implements Archiving.HoldStore {
        private final Queue<String> kept = new ConcurrentLinkedQueue<>();

        @Override
        public Hold.Notes withoutPerson(Hold.Notes notes) {
            return notes;
        }

        @Override
        public void keep(Transaction tx, List<Archiving.Ended> holds) {
            holds.forEach(each -> kept.add(each.hold()));
        }

        @Override
        public void remove(Pipeline pipeline, String workspace, List<String> holds) {}
    }

    private void end(int racer, int times) {
        for (int time = 0; time < times; time++) {
            String hold = granted(List.of(engine(racer).hold(ask(new Claim.Capacity("floor", 1)))))
                    .getFirst().id();
            assertThat(engine(racer + 1).cancel(new CancelRequest(HERE, hold, false)))
                    .isInstanceOf(CancelOutcome.Done.class);
            ended.add(hold);
        }
    }

    private int archive(int racer) {
        Archiving engine = (Archiving) engine(racer);
        int all = 0;
        int moved = engine.archiveHolds(HERE, NOON.plusSeconds(60), AT_ONCE, store);
        while (moved > 0) {
            all += moved;
            moved = engine.archiveHolds(HERE, NOON.plusSeconds(60), AT_ONCE, store);
        }
        return all;
    }

    @Test
    @Tag("journal_archived_once")
    void movesEachEndedHoldOnce() {
        scratch.clock().set(NOON);
        offer(new Inventory.Pool("floor", PLACES));
        end(0, ENDED_BEFORE);
        List<Integer> moved = new ArrayList<>(race(6, racer -> () -> {
            if (racer < 4) {
                return archive(racer);
            }
            end(racer, ENDED_MEANWHILE);
            return 0;
        }));
        moved.add(archive(0));
        assertThat(store.kept).containsExactlyInAnyOrderElementsOf(ended);
        assertThat(moved.stream().mapToInt(Integer::intValue).sum()).isEqualTo(ended.size());
        assertThat(engine(1).freePlaces(HERE, "floor").orElseThrow().places()).isEqualTo(PLACES);
    }

    private List<String> book(int times) {
        List<String> bookings = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            String hold = granted(List.of(engine(time).hold(ask(new Claim.Capacity("floor", 1)))))
                    .getFirst().id();
            assertThat(engine(time).confirm(new ConfirmRequest(HERE, hold)))
                    .isInstanceOf(ConfirmOutcome.Confirmed.class);
            bookings.add(hold);
        }
        return bookings;
    }

    private int archiveBookings(int racer, List<String> bookings) {
        Archiving engine = (Archiving) engine(racer);
        int moved = 0;
        for (int from = 0; from < bookings.size(); from += AT_ONCE) {
            moved += engine.archiveBookings(HERE, NOON.plusSeconds(60),
                    bookings.subList(from, Math.min(from + AT_ONCE, bookings.size())).stream()
                            .map(hold -> new Archiving.Over(hold, List.of())).toList(),
                    store);
        }
        return moved;
    }

    /// Cancels each second booking that is still there; returns how many it cancelled.
    private int cancelSome(int racer, List<String> bookings) {
        int cancelled = 0;
        for (int at = 0; at < bookings.size(); at += 2) {
            CancelOutcome outcome =
                    engine(racer).cancel(new CancelRequest(HERE, bookings.get(at), true));
            if (outcome instanceof CancelOutcome.Done done && !done.again()) {
                cancelled++;
            }
        }
        return cancelled;
    }

    @Test
    @Tag("journal_archived_once")
    void movesEachBookingThatIsOverOnceOrItIsCancelled() {
        scratch.clock().set(NOON);
        offer(new Inventory.Pool("floor", PLACES));
        List<String> bookings = book(60);
        List<Integer> done = race(6, racer -> () -> {
            if (racer < 3) {
                return archiveBookings(racer, bookings);
            }
            if (racer < 5) {
                return cancelSome(racer, bookings.reversed());
            }
            book(15);
            return 0;
        });
        assertThat(store.kept).doesNotHaveDuplicates()
                .hasSize(done.subList(0, 3).stream().mapToInt(Integer::intValue).sum());
        int cancelled = done.subList(3, 5).stream().mapToInt(Integer::intValue).sum();
        assertThat(store.kept.size() + cancelled).isEqualTo(bookings.size());
        assertThat(engine(1).freePlaces(HERE, "floor").orElseThrow().places())
                .isEqualTo(PLACES - 15);
    }
}
