package holdfast.server.availability;

import holdfast.Free;
import holdfast.InventoryChanges;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// One seat map as it is followed: how each seat stands, and until when those are held that are.
/// Only whoever follows the board touches it.
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
    /// Free because their hold lapsed, which the journal does not tell before somebody tidies up.
    private final BitSet lapsed = new BitSet();
    /// What changed since the last point.
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

    /// Begins with what the engine says now.
    void begin(Free.Seats seats) {
        version = seats.version();
        nextLapse = NEVER;
        lapsed.clear();
        // What the chart draws and the engine does not know cannot be had.
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

    /// Frees what lapsed; at its deadline a hold is over.
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

    /// What changed since this was last asked.
    BitSet moves() {
        BitSet moves = touched;
        touched = new BitSet();
        return moves;
    }

    BitSet lapsed() {
        return (BitSet) lapsed.clone();
    }
}
