package holdfast.server.booking;

import holdfast.HeldItem;
import holdfast.Hold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Counts the seats, places and visits in the holds of each address, in this node's memory. The
/// lock is never held during a database read.
final class HeldUnits {
    /// After so many grants the holds past their deadline are dropped.
    private static final int CLEANUP_INTERVAL = 1_000;

    private final Reader reader;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition read = lock.newCondition();
    private final Map<Client, Account> accounts = new HashMap<>();
    /// The account that a hold is counted in.
    private final Map<Key, Client> owners = new HashMap<>();
    private int granted;

    /// Reads a hold as it is now.
    @FunctionalInterface
    interface Reader {
        Optional<Hold> find(String workspace, String hold);
    }

    HeldUnits(Reader reader) {
        this.reader = reader;
    }

    /// An address within a workspace.
    record Client(String workspace, String address) {}

    private record Key(String workspace, String hold) {}

    private record Entry(long units, Instant deadline) {}

    /// A request for units.
    ///
    /// @param name the hold that is changed, or the key of the request for a new one; of two
    ///             concurrent requests with one name only one is counted
    record Wanted(Optional<String> name, long units) {}

    /// Units that are reserved while the engine works.
    record Place(Client client, Wanted wanted, long kept) {}

    private static final class Account {
        final Map<String, Entry> holds = new HashMap<>();
        final Map<String, Integer> working = new HashMap<>();
        long kept;
        long asked;
        long served;
        boolean reading;
        int waiting;

        long sum() {
            return kept + holds.values().stream().mapToLong(Entry::units).sum();
        }

        boolean empty() {
            return holds.isEmpty() && working.isEmpty() && kept == 0 && waiting == 0;
        }
    }

    /// Reserves units; empty when they would be more than `most`. Before it refuses, it reads the
    /// holds of this client again.
    Optional<Place> take(Client client, Wanted wanted, long most) {
        lock.lock();
        try {
            Account account = accounts.computeIfAbsent(client, any -> new Account());
            if (more(account, wanted) > most - account.sum() && more(account, wanted) > 0) {
                reread(client, account);
            }
            long more = more(account, wanted);
            if (more > most - account.sum() && more > 0) {
                forget(client, account);
                return Optional.empty();
            }
            long kept = Math.max(0, more);
            account.kept += kept;
            wanted.name().ifPresent(name -> account.working.merge(name, 1, Integer::sum));
            return Optional.of(new Place(client, wanted, kept));
        } finally {
            lock.unlock();
        }
    }

    /// How many units are wanted beyond those that are counted already.
    private static long more(Account account, Wanted wanted) {
        if (wanted.name().isEmpty()) {
            return wanted.units();
        }
        String name = wanted.name().get();
        Entry known = account.holds.get(name);
        if (known == null && account.working.containsKey(name)) {
            return 0;
        }
        return wanted.units() - (known == null ? 0 : known.units());
    }

    /// Releases the reservation, and counts the hold instead if there is one.
    void settle(Place place, Optional<Hold> hold) {
        lock.lock();
        try {
            Account account = accounts.computeIfAbsent(place.client(), any -> new Account());
            account.kept -= place.kept();
            place.wanted().name().ifPresent(name -> account.working.computeIfPresent(
                    name, (any, many) -> many == 1 ? null : many - 1));
            hold.ifPresent(now -> count(place.client(), account, now));
            forget(place.client(), account);
        } finally {
            lock.unlock();
        }
    }

    private void count(Client client, Account account, Hold now) {
        Key key = new Key(client.workspace(), now.id());
        Client before = owners.get(key);
        if (before != null && !before.equals(client)) {
            drop(before, now.id());
        }
        if (now instanceof Hold.Held held) {
            account.holds.put(now.id(), new Entry(of(held), held.deadline()));
            owners.put(key, client);
            granted++;
            if (granted % CLEANUP_INTERVAL == 0) {
                sweep();
            }
        } else {
            drop(client, now.id());
        }
    }

    private void drop(Client client, String hold) {
        owners.remove(new Key(client.workspace(), hold));
        Account account = accounts.get(client);
        if (account != null) {
            account.holds.remove(hold);
            forget(client, account);
        }
    }

    private void forget(Client client, Account account) {
        if (account.empty()) {
            accounts.remove(client, account);
        }
    }

    private void sweep() {
        Instant now = Instant.now();
        List.copyOf(accounts.entrySet())
                .forEach(each -> List.copyOf(each.getValue().holds.entrySet()).stream()
                        .filter(hold -> hold.getValue().deadline().isBefore(now))
                        .forEach(hold -> drop(each.getKey(), hold.getKey())));
    }

    /// How many units are counted for a client now.
    long sum(Client client) {
        lock.lock();
        try {
            Account account = accounts.get(client);
            return account == null ? 0 : account.sum();
        } finally {
            lock.unlock();
        }
    }

    /// Returns after a read of this client's holds that began after this call. Of all waiting
    /// threads one reads (single-flight).
    private void reread(Client client, Account account) {
        account.asked++;
        long mine = account.asked;
        account.waiting++;
        try {
            while (account.served < mine) {
                if (account.reading) {
                    read.awaitUninterruptibly();
                } else {
                    lead(client, account);
                }
            }
        } finally {
            account.waiting--;
        }
    }

    private void lead(Client client, Account account) {
        account.reading = true;
        long upTo = account.asked;
        List<String> known = List.copyOf(account.holds.keySet());
        List<Hold> found = new ArrayList<>();
        lock.unlock();
        try {
            for (String id : known) {
                reader.find(client.workspace(), id).ifPresent(found::add);
            }
        } finally {
            lock.lock();
            account.reading = false;
            read.signalAll();
        }
        account.served = upTo;
        Map<String, Hold> now = new HashMap<>();
        found.forEach(hold -> now.put(hold.id(), hold));
        for (String id : known) {
            // A hold that a request is working on is counted when that request ends.
            if (!account.holds.containsKey(id) || account.working.containsKey(id)) {
                continue;
            }
            if (now.get(id) instanceof Hold.Held held) {
                account.holds.put(id, new Entry(of(held), held.deadline()));
            } else {
                account.holds.remove(id);
                owners.remove(new Key(client.workspace(), id));
            }
        }
    }

    /// How many seats, places and visits a hold has.
    static long of(Hold hold) {
        return hold.basket().items().stream().filter(item -> !ReductionPools.has(item))
                .mapToLong(taken -> switch (taken) {
                    case HeldItem.Capacity places -> places.quantity();
                    case HeldItem.Seats seats -> seats.names().size();
                    case HeldItem.Time visit -> 1;
                }).sum();
    }
}
