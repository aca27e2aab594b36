package holdfast.server.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.RequestOptions;
import holdfast.testkit.Scratch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// After any bookings, exchanges and cancellations each sold seat and place has one valid ticket,
/// and a unit that stayed sold has the ticket it had.
class TicketRowsTest {
    private static final String HERE = "theatre";
    private static final String NOTE = """
            {"customer": {"name": "Ann"}}""";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private Holdfast engine;
    private TicketTable tickets;

    @BeforeEach
    void open() {
        engine = scratch.engine(new TicketRows(), view -> {
            TicketsAudit audit = new TicketsAudit(view);
            view.holds(audit::hold);
            audit.finish();
        });
        engine.offer(HERE, new Inventory.Pool("evt_1:floor", 40));
        engine.offer(HERE, new Inventory.SeatMap("evt_1:stalls", List.of(new Inventory.Row(
                IntStream.range(0, 30)
                        .mapToObj(seat -> new Inventory.Seat("A-" + seat, false, seat))
                        .toList()))));
        tickets = new TicketTable(scratch.database().dataSource(),
                scratch.database().dataSource());
    }

    private Optional<Hold> book(Claim... claims) {
        return engine.hold(new HoldRequest(HERE, claims)) instanceof HoldOutcome.Granted granted
                ? Optional.of(((ConfirmOutcome.Confirmed) engine.confirm(new ConfirmRequest(
                        HERE, granted.hold().id(), Optional.of(NOTE)))).booking())
                : Optional.empty();
    }

    private static Claim seats(String... names) {
        return new Claim.Seats("evt_1:stalls", new Claim.Named(List.of(names)));
    }

    private Map<String, String> valid(Hold booking) {
        return tickets.ofBooking(HERE, booking.id()).stream().filter(Ticket::valid)
                .collect(Collectors.toMap(ticket -> ticket.unit().name(), Ticket::id));
    }

    @Test
    void aSeatThatStaysKeepsItsTicket() {
        Hold booking = book(seats("A-1", "A-2"), new Claim.Capacity("evt_1:floor", 3))
                .orElseThrow();
        Map<String, String> before = valid(booking);
        assertThat(before).hasSize(5).containsKeys("evt_1:stalls/A-1", "evt_1:stalls/A-2");
        Hold after = ((ExchangeOutcome.Exchanged) engine.exchange(new ExchangeRequest(
                HERE, booking.id(), booking.version(),
                List.of(seats("A-2", "A-3"), new Claim.Capacity("evt_1:floor", 2)),
                Optional.empty(), RequestOptions.NONE))).hold();
        Map<String, String> now = valid(after);
        assertThat(now).hasSize(4).containsKeys("evt_1:stalls/A-2", "evt_1:stalls/A-3");
        assertThat(now).containsEntry("evt_1:stalls/A-2", before.get("evt_1:stalls/A-2"));
        assertThat(now.values()).filteredOn(before::containsValue).hasSize(3);
        Hold next = book(seats("A-1")).orElseThrow();
        assertThat(valid(next)).hasSize(1)
                .doesNotContainValue(before.get("evt_1:stalls/A-1"));
        engine.cancel(new CancelRequest(HERE, booking.id(), true));
        assertThat(valid(after)).isEmpty();
        assertThat(tickets.ofBooking(HERE, booking.id())).hasSize(6);
    }

    @Test
    void manyPlacesAreOneTicketForAGroup() {
        engine.offer(HERE, new Inventory.Pool("evt_2:field", 5_000));
        Hold booking = book(new Claim.Capacity("evt_2:field", TicketUnit.GROUP + 1))
                .orElseThrow();
        assertThat(tickets.ofBooking(HERE, booking.id())).singleElement().satisfies(
                ticket -> assertThat(ticket.unit().admits()).isEqualTo(TicketUnit.GROUP + 1));
    }

    /// The audit after the test compares every ticket.
    @Test
    void ticketsAgreeWithBookingsWhateverHappens() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int customer = 0; customer < 12; customer++) {
                Random random = new Random(customer);
                Callable<Integer> life = () -> live(random);
                all.add(threads.submit(life));
            }
            int booked = 0;
            for (Future<Integer> each : all) {
                booked += each.get();
            }
            assertThat(booked).isGreaterThan(50);
        }
    }

    private int live(Random random) {
        int booked = 0;
        List<Hold> mine = new ArrayList<>();
        for (int round = 0; round < 25; round++) {
            if (mine.isEmpty() || random.nextInt(3) == 0) {
                Optional<Hold> made = book(wish(random));
                booked += made.isPresent() ? 1 : 0;
                made.ifPresent(mine::add);
            } else if (random.nextBoolean()) {
                int which = random.nextInt(mine.size());
                Hold booking = mine.get(which);
                if (engine.exchange(new ExchangeRequest(HERE, booking.id(), booking.version(),
                        List.of(wish(random)), Optional.empty(),
                        RequestOptions.NONE)) instanceof ExchangeOutcome.Exchanged exchanged) {
                    mine.set(which, exchanged.hold());
                }
            } else {
                engine.cancel(new CancelRequest(
                        HERE, mine.remove(random.nextInt(mine.size())).id(), true));
            }
        }
        return booked;
    }

    private static Claim wish(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new Claim.Capacity("evt_1:floor", 1 + random.nextInt(4));
            case 1 -> seats("A-" + random.nextInt(30));
            default ->
                    new Claim.Seats("evt_1:stalls", new Claim.Best(1 + random.nextInt(3), false));
        };
    }
}
