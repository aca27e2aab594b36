package holdfast.server.availability;

import holdfast.AuditReport;
import holdfast.BlockOutcome;
import holdfast.BlockRequest;
import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.ExtendOutcome;
import holdfast.ExtendRequest;
import holdfast.Free;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.InventoryChanges;
import holdfast.JournalLine;
import holdfast.Kind;
import holdfast.OfferOutcome;
import holdfast.RecordedAnswer;
import holdfast.Refusal;
import holdfast.TimeQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// A sold-out cache: it refuses places, seats and baskets of them from memory while recent reads
/// show that they cannot be free. In a rush after the sale the database then gets one read of each
/// inventory in a quarter of a second. Such a refusal says as of when it is true.
///
/// The cache never grants a hold, and never answers a key, whose answer would be stored for ever.
public final class SoldOut implements Holdfast {
    private final Holdfast engine;
    private final AvailabilityReader looking;
    private final AvailabilityCache memory = new AvailabilityCache();
    private final LongAdder refused = new LongAdder();

    public SoldOut(Holdfast engine) {
        this.engine = engine;
        this.looking = new AvailabilityReader(engine);
    }

    /// How many requests were refused from memory.
    public long refused() {
        return refused.sum();
    }

    /// A verb that may release units invalidates the cache before its outcome is returned. So a
    /// request sent after that outcome is not refused by an older read.
    private <A> A giving(String workspace, Supplier<A> verb) {
        try {
            return verb.get();
        } finally {
            memory.forget(workspace);
        }
    }

    @Override
    public OfferOutcome offer(String workspace, Inventory inventory) {
        return giving(workspace, () -> engine.offer(workspace, inventory));
    }

    @Override
    public OfferOutcome withdraw(String workspace, Kind kind, String inventory) {
        return giving(workspace, () -> engine.withdraw(workspace, kind, inventory));
    }

    @Override
    public BlockOutcome block(BlockRequest request) {
        return giving(request.workspace(), () -> engine.block(request));
    }

    @Override
    public CancelOutcome unblock(String workspace, String block) {
        return giving(workspace, () -> engine.unblock(workspace, block));
    }

    @Override
    public HoldOutcome hold(HoldRequest request) {
        Optional<Refusal.Unavailable> known = memory.refusal(request);
        if (known.isPresent()) {
            refused.increment();
            return known.get();
        }
        HoldOutcome outcome = engine.hold(request);
        if (outcome instanceof HoldOutcome.Granted) {
            memory.granted(request);
        } else if (outcome instanceof Refusal.Unavailable) {
            memory.learn(looking, request);
        }
        return outcome;
    }

    @Override
    public Optional<RecordedAnswer> recall(String workspace, String key, String fingerprint) {
        return engine.recall(workspace, key, fingerprint);
    }

    @Override
    public ConfirmOutcome confirm(ConfirmRequest request) {
        return engine.confirm(request);
    }

    @Override
    public CancelOutcome cancel(CancelRequest request) {
        return giving(request.workspace(), () -> engine.cancel(request));
    }

    @Override
    public ExtendOutcome extend(ExtendRequest request) {
        return giving(request.workspace(), () -> engine.extend(request));
    }

    @Override
    public ExchangeOutcome exchange(ExchangeRequest request) {
        return giving(request.workspace(), () -> engine.exchange(request));
    }

    @Override
    public int expire(int most) {
        return engine.expire(most);
    }

    @Override
    public Optional<Hold> find(String workspace, String hold) {
        return engine.find(workspace, hold);
    }

    @Override
    public List<Hold> find(String workspace, Collection<String> holds) {
        return engine.find(workspace, holds);
    }

    @Override
    public Optional<Free.Places> freePlaces(String workspace, String pool) {
        return engine.freePlaces(workspace, pool);
    }

    @Override
    public Optional<Free.Seats> freeSeats(String workspace, String seatMap) {
        return engine.freeSeats(workspace, seatMap);
    }

    @Override
    public Free.Times freeTimes(TimeQuery query, BooleanSupplier wanted) {
        return engine.freeTimes(query, wanted);
    }

    @Override
    public InventoryChanges since(String workspace, List<InventoryChanges.Mark> marks, int most) {
        return engine.since(workspace, marks, most);
    }

    @Override
    public List<Claim.Named> nextBest(
            String workspace, String seatMap, Claim.Choice wanted, int most) {
        return engine.nextBest(workspace, seatMap, wanted, most);
    }

    @Override
    public Optional<Set<String>> counted(String workspace, String scope, int most) {
        return engine.counted(workspace, scope, most);
    }

    @Override
    public Instant now() {
        return engine.now();
    }

    @Override
    public List<JournalLine> history(String workspace, String hold) {
        return engine.history(workspace, hold);
    }

    @Override
    public List<JournalLine> history(
            String workspace, Kind kind, String inventory, long after, int most) {
        return engine.history(workspace, kind, inventory, after, most);
    }

    @Override
    public Map<String, Long> versions(
            String workspace, Kind kind, Collection<String> inventories) {
        return engine.versions(workspace, kind, inventories);
    }

    @Override
    public List<String> workspaces() {
        return engine.workspaces();
    }

    @Override
    public AuditReport audit(String workspace) {
        return engine.audit(workspace);
    }

    @Override
    public void close() {
        engine.close();
    }
}
