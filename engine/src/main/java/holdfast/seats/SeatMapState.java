package holdfast.seats;

import holdfast.claims.Allotment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The cached state of one seat map: who has each seat, as of one version of the journal.
///
/// A batch may decide from it because it does so only while the map's row is locked, and only if
/// version and stamp are those in the row: then it is the very state that the transaction with that
/// stamp committed. With another stamp, the batch catches up from the journal or reads the map
/// again. The seat's primary key still judges every write.
final class SeatMapState {
    static final long NEVER = Long.MAX_VALUE;

    /// Guards the state among the threads of one engine, also after a database lock was lost.
    final ReentrantLock lock = new ReentrantLock();
    final SeatLayout chart;
    private final @Nullable Tenant[] tenants;
    private final long[] until;
    private final Map<Owner, Allotment.Seats> allotments = new HashMap<>();
    private final int[] longest;
    private final int[] least;
    private final List<Map<Integer, Optional<BestSeats.Run>>> runs = new ArrayList<>();
    private final long[] lookedUntil;
    private long version;
    private long stamp;
    private boolean sound;

    record Owner(String hold, int item) {}

    /// Who has a seat, until when; `until` is null without a deadline.
    record Tenant(Owner owner, @Nullable Instant until) {}

    SeatMapState(SeatLayout chart) {
        this.chart = chart;
        tenants = new Tenant[chart.seats()];
        until = new long[chart.seats()];
        longest = new int[chart.rows()];
        least = new int[chart.rows()];
        for (int row = 0; row < chart.rows(); row++) {
            runs.add(new HashMap<>());
        }
        lookedUntil = new long[chart.rows()];
    }

    static long micros(@Nullable Instant moment) {
        return moment == null
                ? NEVER : moment.getEpochSecond() * 1_000_000 + moment.getNano() / 1_000;
    }

    boolean is(long atVersion, long withStamp) {
        return version == atVersion && stamp == withStamp;
    }

    /// True when the remembered version is known to have been committed.
    boolean sound() {
        return sound;
    }

    long version() {
        return version;
    }

    void at(long newVersion, long newStamp, boolean committed) {
        version = newVersion;
        stamp = newStamp;
        sound = committed;
    }

    /// Marks the state as committed, unless another batch has changed it since.
    void committed(long atVersion, long withStamp) {
        if (is(atVersion, withStamp)) {
            sound = true;
        }
    }

    /// A seat whose claim has expired is free, also while its end is not written yet.
    boolean free(int number, long now) {
        return until[number] <= now;
    }

    @Nullable
    Tenant tenant(int number) {
        return tenants[number];
    }

    Allotment.@Nullable Seats piece(Owner owner) {
        return allotments.get(owner);
    }

    void take(Allotment.Seats allotment, Tenant tenant) {
        allotments.put(tenant.owner, allotment);
        for (String name : allotment.names()) {
            set(name, tenant);
        }
    }

    @Nullable
    Tenant give(Allotment.Seats allotment, Owner owner) {
        allotments.remove(owner);
        Tenant before = null;
        for (String name : allotment.names()) {
            Integer number = chart.number(name);
            if (number == null) {
                continue;
            }
            Tenant tenant = tenants[number];
            if (tenant != null && tenant.owner.equals(owner)) {
                before = tenant;
                set(name, null);
            }
        }
        return before;
    }

    private void set(String name, @Nullable Tenant tenant) {
        Integer number = chart.number(name);
        if (number == null) {
            return;
        }
        tenants[number] = tenant;
        until[number] = tenant == null ? 0 : micros(tenant.until);
        lookedUntil[chart.row(number)] = 0;
    }

    /// The longest run of free seats in a row.
    int longestRun(int row, long now) {
        look(row, now);
        return longest[row];
    }

    /// The least rank of the free seats in a row.
    int leastRank(int row, long now) {
        look(row, now);
        return least[row];
    }

    /// The best run of a row for a party that wants the best of the whole map.
    Optional<BestSeats.Run> bestRun(
            int row, int party, long now, Supplier<Optional<BestSeats.Run>> search) {
        look(row, now);
        return runs.get(row).computeIfAbsent(party, _ -> search.get());
    }

    /// All of these are cached until something in the row changes or expires.
    private void look(int row, long now) {
        if (now < lookedUntil[row]) {
            return;
        }
        int best = 0;
        int run = 0;
        int rank = Integer.MAX_VALUE;
        long next = NEVER;
        for (int number = chart.start(row); number < chart.end(row); number++) {
            if (until[number] > now) {
                run = 0;
                next = Math.min(next, until[number]);
            } else {
                best = Math.max(best, ++run);
                rank = Math.min(rank, chart.rank(number));
            }
        }
        runs.get(row).clear();
        longest[row] = best;
        least[row] = rank;
        lookedUntil[row] = next;
    }
}
