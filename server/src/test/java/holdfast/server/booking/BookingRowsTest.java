package holdfast.server.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.testkit.Scratch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The search finds exactly what is booked, because one transaction writes both.
class BookingRowsTest {
    private static final String HERE = "theatre";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private Holdfast engine;
    private BookingSearch search;

    @BeforeEach
    void open() {
        engine = scratch.engine(new BookingRows());
        engine.offer(HERE, new Inventory.Pool("evt_1:floor", 100));
        search = new BookingSearch(scratch.database().dataSource(), 2);
    }

    private String hold() {
        return ((HoldOutcome.Granted) engine.hold(
                new HoldRequest(HERE, new Claim.Capacity("evt_1:floor", 1)))).hold().id();
    }

    private ConfirmOutcome confirm(String hold, String note) {
        return engine.confirm(new ConfirmRequest(HERE, hold, Optional.of(note)));
    }

    private static String called(String hold, String name) {
        return new BookingNote(new Contact(Optional.of(name), Optional.empty(), Optional.empty(),
                Optional.empty()), Optional.empty(), "key_1")
                .note(hold, Optional.empty());
    }

    private List<String> event(Optional<String> state) {
        return search.find(HERE, new BookingSearch.Search(Optional.empty(), Contact.NONE,
                Optional.empty(), List.of("evt_1"), state, BookingSearch.Period.EVER),
                BookingSearch.Mark.FIRST, 1_000).stream().map(BookingSearch.Mark::hold).toList();
    }

    @Test
    void findsAllBookingsOfABatchExceptCancelledOnes() throws Exception {
        List<String> holds = new ArrayList<>();
        for (int at = 0; at < 20; at++) {
            holds.add(hold());
        }
        List<Callable<ConfirmOutcome>> all = holds.stream()
                .map(id -> (Callable<ConfirmOutcome>) () -> confirm(id, called(id, "Ann " + id)))
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<ConfirmOutcome> each : threads.invokeAll(all)) {
                assertThat(each.get()).isInstanceOf(ConfirmOutcome.Confirmed.class);
            }
        }
        assertThat(event(Optional.empty())).containsExactlyInAnyOrderElementsOf(holds);
        engine.cancel(new CancelRequest(HERE, holds.getFirst(), true));
        assertThat(event(Optional.empty())).hasSize(19).doesNotContain(holds.getFirst());
        assertThat(event(Optional.of("cancelled"))).containsExactly(holds.getFirst());
        assertThat(engine.find(HERE, holds)).extracting(Hold::id)
                .containsExactlyElementsOf(holds);
    }

    @Test
    void findsABookingWhoseNoteCannotBeRead() {
        String plain = hold();
        assertThat(confirm(plain, "not JSON at all"))
                .isInstanceOf(ConfirmOutcome.Confirmed.class);
        String odd = hold();
        assertThat(confirm(odd, "{\"customer\": {\"name\": \"\\u0000\"}}"))
                .isInstanceOf(ConfirmOutcome.Confirmed.class);
        assertThat(event(Optional.empty())).containsExactlyInAnyOrder(plain, odd);
    }

    @Test
    void booksNothingThatSearchCouldNotFind() {
        String hold = hold();
        scratch.database().run("ALTER TABLE booking_entry RENAME TO gone");
        assertThatThrownBy(() -> confirm(hold, called(hold, "Ann")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(engine.find(HERE, hold)).get().isInstanceOf(Hold.Held.class);
        scratch.database().run("ALTER TABLE gone RENAME TO booking_entry");
        assertThat(confirm(hold, called(hold, "Ann")))
                .isInstanceOf(ConfirmOutcome.Confirmed.class);
        assertThat(event(Optional.empty())).containsExactly(hold);
    }
}
