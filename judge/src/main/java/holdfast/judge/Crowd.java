package holdfast.judge;

import holdfast.BlockRequest;
import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmRequest;
import holdfast.ExchangeRequest;
import holdfast.ExtendRequest;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.Limit;
import holdfast.RequestOptions;
import holdfast.Unanswered;
import holdfast.judge.KnownHolds.Known;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// A random load: concurrent clients that hold, confirm, cancel, extend, exchange and retry, also
/// each other's holds, and let many expire. A seed determines their requests; the machine
/// determines the order of arrival.
public final class Crowd {
    private static final List<String> WORKSPACES = List.of("north", "south");

    private final long seed;
    private final Recorder recorder;
    private final KnownHolds knownHolds = new KnownHolds();
    private final AtomicLong keys = new AtomicLong();

    public Crowd(long seed, Recorder recorder) {
        this.seed = seed;
        this.recorder = recorder;
    }

    /// Offers the inventories that the clients compete for.
    public void offer(Holdfast holdfast) {
        Holdfast venue = recorder.client("venue", holdfast);
        WORKSPACES.forEach(workspace -> CrowdInventory.offer(venue, workspace));
    }

    /// Runs `clients` clients, until each has made `each` requests or `enough` is true. A client
    /// starts on one of the nodes in turn and changes nodes as it goes.
    public void run(
            List<Supplier<Holdfast>> nodes, int clients, int each, BooleanSupplier enough) {
        List<Thread> threads = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            int number = client;
            threads.add(Thread.ofVirtual().start(() -> {
                RandomGenerator random = new SplittableRandom(seed * 1_000 + number);
                for (int at = 0; at < each && !enough.getAsBoolean(); at++) {
                    Holdfast node = nodes.get((number + at / 20) % nodes.size()).get();
                    one(recorder.client("client-" + number, node), random);
                }
            }));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void one(Holdfast holdfast, RandomGenerator random) {
        RecordedCall call = next(random);
        call.key().ifPresent(_ -> knownHolds.asked(call));
        for (int tries = 0; tries < 3; tries++) {
            try {
                knownHolds.heard(call.workspace(), CallRunner.ask(holdfast, call));
                return;
            } catch (Unanswered unanswered) {
                // Some clients retry at once; the others leave the retry to `FinalReads`.
                if (random.nextBoolean()) {
                    return;
                }
            } catch (RuntimeException bug) {
                // The exception is recorded; the judge reports it.
                return;
            }
        }
    }

    private RecordedCall next(RandomGenerator random) {
        String workspace = CrowdInventory.any(WORKSPACES, random);
        int dice = random.nextInt(1_000);
        if (dice < 400) {
            return hold(workspace, random);
        }
        if (dice < 460) {
            return knownHolds.keyed(random).orElseGet(() -> hold(workspace, random));
        }
        if (dice < 800) {
            return knownHolds.hold(random)
                    .map(known -> about(known, workspace, random))
                    .orElseGet(() -> hold(workspace, random));
        }
        if (dice < 920) {
            return look(workspace, random);
        }
        if (dice < 950) {
            return venue(workspace, random);
        }
        if (dice < 990) {
            return new RecordedCall.Expire(random.nextInt(1, 20));
        }
        return dice < 993 ? new RecordedCall.Audit(workspace)
                : new RecordedCall.Find(workspace, "nobody");
    }

    private Optional<String> key(RandomGenerator random) {
        int dice = random.nextInt(100);
        if (dice < 35) {
            return Optional.empty();
        }
        // Sometimes a key that another request has used already.
        long number = dice < 40
                ? Math.max(0, keys.get() - random.nextInt(30)) : keys.incrementAndGet();
        return Optional.of("key-" + seed + "-" + number);
    }

    private static Duration holdFor(RandomGenerator random) {
        return random.nextInt(10) < 7
                ? Duration.ofMillis(random.nextInt(1, 300))
                : Duration.ofMillis(random.nextInt(300, 60_000));
    }

    private static List<Limit> limits(RandomGenerator random) {
        List<Limit> limits = new ArrayList<>();
        if (random.nextInt(4) == 0) {
            limits.add(new Limit("concert", random.nextInt(10) == 0 ? 3 : 5, random.nextInt(1, 4)));
        }
        if (random.nextInt(8) == 0) {
            limits.add(new Limit("day:1", 2, 1));
        }
        return limits;
    }

    private RecordedCall hold(String workspace, RandomGenerator random) {
        List<Limit> limits = limits(random);
        boolean named = random.nextInt(limits.isEmpty() ? 2 : 6) > 0;
        return new RecordedCall.Hold(
                new HoldRequest(workspace, CrowdInventory.claims(random), holdFor(random),
                        named ? Optional.of("customer " + random.nextInt(5)) : Optional.empty(),
                        limits, key(random)));
    }

    private RecordedCall about(Known known, String elsewhere, RandomGenerator random) {
        // Sometimes the hold of another workspace.
        String workspace = random.nextInt(40) == 0 ? elsewhere : known.workspace();
        String hold = known.hold();
        int dice = random.nextInt(100);
        if (dice < 35) {
            return new RecordedCall.Confirm(new ConfirmRequest(workspace, hold));
        }
        if (dice < 62) {
            return new RecordedCall.Cancel(
                    new CancelRequest(workspace, hold, random.nextInt(3) > 0));
        }
        if (dice < 74) {
            return new RecordedCall.Extend(
                    new ExtendRequest(workspace, hold, holdFor(random), key(random)));
        }
        if (dice < 92) {
            int version = Math.max(1, known.version() - (random.nextInt(6) == 0 ? 1 : 0));
            boolean sameCustomer = random.nextInt(5) == 0;
            Optional<List<Limit>> limits = sameCustomer ? Optional.of(limits(random))
                    : Optional.of(List.<Limit>of()).filter(none -> random.nextInt(4) == 0);
            return new RecordedCall.Exchange(new ExchangeRequest(workspace, hold, version,
                    CrowdInventory.claims(random), limits,
                    new RequestOptions(key(random), Optional.empty())));
        }
        return random.nextBoolean()
                ? new RecordedCall.Find(workspace, hold)
                : new RecordedCall.HoldHistory(workspace, hold);
    }

    private static RecordedCall look(String workspace, RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> new RecordedCall.FreePlaces(workspace, CrowdInventory.pool(random));
            case 3, 4, 5 -> new RecordedCall.FreeSeats(workspace, CrowdInventory.map(random));
            case 6 -> new RecordedCall.FreeTimes(CrowdInventory.query(workspace, random));
            default -> new RecordedCall.InventoryHistory(
                    workspace, Kind.SEATS, CrowdInventory.map(random), random.nextInt(50), 40);
        };
    }

    private RecordedCall venue(String workspace, RandomGenerator random) {
        int dice = random.nextInt(10);
        if (dice < 3) {
            return new RecordedCall.Offer(workspace, CrowdInventory.changed(random));
        }
        if (dice < 4) {
            Inventory one = CrowdInventory.changed(random);
            return new RecordedCall.Withdraw(workspace, one.kind(), one.id());
        }
        if (dice < 7) {
            List<Claim> claims = CrowdInventory.claims(random);
            return new RecordedCall.Block(
                    new BlockRequest(workspace, claims, "closed", key(random)));
        }
        return knownHolds.block(random)
                .map(known -> (RecordedCall) new RecordedCall.Unblock(known.workspace(),
                        known.hold()))
                .orElseGet(() -> new RecordedCall.Audit(workspace));
    }
}
