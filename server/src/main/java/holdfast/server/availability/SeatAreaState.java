package holdfast.server.availability;

import holdfast.Free;
import holdfast.InventoryChanges;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The replica of one seat map: the state of each seat, and the deadline of those that are held.
/// Only the thread that runs the step uses it.
final class SeatAreaState {
    static final byte FREE = 0;
    static final byte HELD = 1;
    static final byte BOOKED = 2;
    static final byte BLOCKED = 3;
    private static final long NEVER = Long.MAX_VALUE;

    final EventShape.Hall hall;
    private final Map<String, Integer> numbers;
    private final byte[] states;
    private final long[] until;
    /// Free because their hold expired. The journal has no line for that until the expire job has
    /// run.
    private final BitSet lapsed = new BitSet();
    /// The changes since the last step.
    private BitSet touched = new BitSet();
    private long nextLapse = NEVER;
    long version;

    SeatAreaState(EventShape.Hall hall) {
        this.hall = hall;
        int count = hall.names().size();
        numbers = HashMap.newHashMap(count);
        for (int at = 0; at < count; at++) {
            numbers.put(hall.names().get(at), at);
        }
        states = new byte[count];
        until = new long[count];
        Arrays.fill(states, BLOCKED);
        Arrays.fill(until, NEVER);
    }

    static long micros(Instant moment) {
        return moment.getEpochSecond() * 1_000_000 + moment.getNano() / 1_000;
    }

    /// Loads the engine's current state.
    void begin(Free.Seats seats) {
        version = seats.version();
        nextLapse = NEVER;
        lapsed.clear();
        // Seats that the chart draws but the engine does not know are not available.
        Arrays.fill(states, BLOCKED);
        Arrays.fill(until, NEVER);
        for (Free.Place place : seats.seats()) {
            Integer number = numbers.get(place.name());
            if (number != null) {
                set(number, state(place.state()), place.until());
                lapsed.set(number, place.until().isPresent() && place.state() == Free.State.FREE);
            }
        }
        touched = new BitSet();
    }

    private static byte state(Free.State state) {
        return switch (state) {
            case FREE -> FREE;
            case HELD -> HELD;
            case BOOKED -> BOOKED;
            case BLOCKED -> BLOCKED;
        };
    }

    private void set(int number, byte state, Optional<Instant> deadline) {
        if (states[number] != state || lapsed.get(number)) {
            touched.set(number);
        }
        states[number] = state;
        lapsed.clear(number);
        until[number] = state == HELD ? micros(deadline.orElseThrow()) : NEVER;
        nextLapse = Math.min(nextLapse, until[number]);
    }

    void apply(InventoryChanges.Seats news) {
        version = news.version();
        byte state = state(news.state());
        for (String name : news.names()) {
            Integer number = numbers.get(name);
            if (number != null) {
                set(number, state, news.until());
            }
        }
    }

    /// Frees expired seats; at its deadline a hold is over.
    void lapse(long now) {
        if (now < nextLapse) {
            return;
        }
        nextLapse = NEVER;
        for (int number = 0; number < until.length; number++) {
            if (until[number] <= now) {
                set(number, FREE, Optional.empty());
                lapsed.set(number);
            } else {
                nextLapse = Math.min(nextLapse, until[number]);
            }
        }
    }

    /// The next deadline of a held seat.
    long nextLapse() {
        return nextLapse;
    }

    byte[] states() {
        return states.clone();
    }

    boolean moved() {
        return !touched.isEmpty();
    }

    /// The changes since the last call.
    BitSet moves() {
        BitSet moves = touched;
        touched = new BitSet();
        return moves;
    }

    BitSet lapsed() {
        return (BitSet) lapsed.clone();
    }
}
