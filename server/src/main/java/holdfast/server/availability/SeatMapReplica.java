package holdfast.server.availability;

import holdfast.Free;
import holdfast.InventoryChanges;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A replica of one seat map that follows its journal: the state of each seat, and the deadline of
/// those that are held. One thread at a time changes it; a replica that several threads read is no
/// longer changed, and the next state is a copy.
///
/// The engine's `SeatMapState` cannot be shared: it knows who has each seat, and a batch may use it
/// only under the lock of the map's row. This one is made of what the engine gives to everyone.
final class SeatMapReplica {
    static final byte FREE = 0;
    static final byte HELD = 1;
    static final byte BOOKED = 2;
    static final byte BLOCKED = 3;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long ALWAYS = Long.MIN_VALUE;

    private final Map<String, Integer> numbers;
    private final byte[] states;
    private final long[] until;
    /// Free because their hold expired. The journal has no line for that until the expire job has
    /// run.
    private final BitSet expired = new BitSet();
    /// The changes since the last step.
    private BitSet touched = new BitSet();
    private long nextExpiry = NEVER;
    long version;

    /// The seats in this order, none of them available until the state is loaded.
    SeatMapReplica(List<String> names) {
        numbers = HashMap.newHashMap(names.size());
        for (int at = 0; at < names.size(); at++) {
            numbers.put(names.get(at), at);
        }
        states = new byte[names.size()];
        until = new long[names.size()];
        Arrays.fill(states, BLOCKED);
        Arrays.fill(until, NEVER);
    }

    /// All seats of the map as the engine has them now.
    static SeatMapReplica of(Free.Seats seats) {
        SeatMapReplica replica =
                new SeatMapReplica(seats.seats().stream().map(Free.Place::name).toList());
        replica.begin(seats);
        return replica;
    }

    /// A copy to be changed, without a record of changes.
    SeatMapReplica copy() {
        return new SeatMapReplica(this);
    }

    private SeatMapReplica(SeatMapReplica same) {
        numbers = same.numbers;
        states = same.states.clone();
        until = same.until.clone();
        expired.or(same.expired);
        nextExpiry = same.nextExpiry;
        version = same.version;
    }

    static long micros(Instant moment) {
        return moment.getEpochSecond() * 1_000_000 + moment.getNano() / 1_000;
    }

    /// Loads the engine's current state.
    void begin(Free.Seats seats) {
        version = seats.version();
        nextExpiry = NEVER;
        expired.clear();
        // Seats that the chart draws but the engine does not know are not available.
        Arrays.fill(states, BLOCKED);
        Arrays.fill(until, NEVER);
        for (Free.Place place : seats.seats()) {
            Integer number = numbers.get(place.name());
            if (number != null) {
                set(number, state(place.state()), place.until());
                expired.set(number, place.until().isPresent() && place.state() == Free.State.FREE);
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
        if (states[number] != state || expired.get(number)) {
            touched.set(number);
        }
        states[number] = state;
        expired.clear(number);
        until[number] = state == HELD ? micros(deadline.orElseThrow()) : NEVER;
        nextExpiry = Math.min(nextExpiry, until[number]);
    }

    /// Applies a line of the journal; false when it names a seat that this replica lacks.
    boolean apply(InventoryChanges.Seats change) {
        version = change.version();
        byte state = state(change.state());
        boolean all = true;
        for (String name : change.names()) {
            Integer number = numbers.get(name);
            if (number != null) {
                set(number, state, change.until());
            }
            all &= number != null;
        }
        return all;
    }

    /// Frees expired seats; at its deadline a hold is over.
    void expire(long now) {
        if (now < nextExpiry) {
            return;
        }
        nextExpiry = NEVER;
        for (int number = 0; number < until.length; number++) {
            if (until[number] <= now) {
                set(number, FREE, Optional.empty());
                expired.set(number);
            } else {
                nextExpiry = Math.min(nextExpiry, until[number]);
            }
        }
    }

    /// The next deadline of a held seat.
    long nextExpiry() {
        return nextExpiry;
    }

    /// From when on any seat may be free.
    long firstFree() {
        long first = NEVER;
        for (int number = 0; number < until.length; number++) {
            first = Math.min(first, states[number] == FREE ? ALWAYS : until[number]);
        }
        return first;
    }

    int size() {
        return until.length;
    }

    boolean has(String seat) {
        return numbers.containsKey(seat);
    }

    /// Whether the seat is not free at that moment.
    boolean taken(String seat, long now) {
        Integer number = numbers.get(seat);
        return number != null && states[number] != FREE && until[number] > now;
    }

    byte[] states() {
        return states.clone();
    }

    /// The changes since the last call.
    BitSet moves() {
        BitSet moves = touched;
        touched = new BitSet();
        return moves;
    }

    BitSet expired() {
        return (BitSet) expired.clone();
    }
}
