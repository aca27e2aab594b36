package holdfast.testkit;

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
import holdfast.TimeQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// Several engines on one database, called in turn, so that half of the time an engine's caches are
/// outdated.
public final class Alternating implements Holdfast {
    private final List<Holdfast> engines;
    private final AtomicInteger turn = new AtomicInteger();

    public Alternating(Holdfast... engines) {
        this.engines = List.of(engines);
    }

    private Holdfast next() {
        return engines.get(Math.floorMod(turn.getAndIncrement(), engines.size()));
    }

    @Override
    public OfferOutcome offer(String workspace, Inventory inventory) {
        return next().offer(workspace, inventory);
    }

    @Override
    public OfferOutcome withdraw(String workspace, Kind kind, String inventory) {
        return next().withdraw(workspace, kind, inventory);
    }

    @Override
    public BlockOutcome block(BlockRequest request) {
        return next().block(request);
    }

    @Override
    public CancelOutcome unblock(String workspace, String block) {
        return next().unblock(workspace, block);
    }

    @Override
    public HoldOutcome hold(HoldRequest request) {
        return next().hold(request);
    }

    @Override
    public Optional<RecordedAnswer> recall(String workspace, String key, String fingerprint) {
        return next().recall(workspace, key, fingerprint);
    }

    @Override
    public ConfirmOutcome confirm(ConfirmRequest request) {
        return next().confirm(request);
    }

    @Override
    public CancelOutcome cancel(CancelRequest request) {
        return next().cancel(request);
    }

    @Override
    public ExtendOutcome extend(ExtendRequest request) {
        return next().extend(request);
    }

    @Override
    public ExchangeOutcome exchange(ExchangeRequest request) {
        return next().exchange(request);
    }

    @Override
    public int expire(int most) {
        return next().expire(most);
    }

    @Override
    public Optional<Hold> find(String workspace, String hold) {
        return next().find(workspace, hold);
    }

    @Override
    public List<Hold> find(String workspace, Collection<String> holds) {
        return next().find(workspace, holds);
    }

    @Override
    public Optional<Free.Places> freePlaces(String workspace, String pool) {
        return next().freePlaces(workspace, pool);
    }

    @Override
    public Optional<Free.Seats> freeSeats(String workspace, String seatMap) {
        return next().freeSeats(workspace, seatMap);
    }

    @Override
    public Free.Times freeTimes(TimeQuery query, BooleanSupplier wanted) {
        return next().freeTimes(query, wanted);
    }

    @Override
    public InventoryChanges since(String workspace, List<InventoryChanges.Mark> marks, int most) {
        return next().since(workspace, marks, most);
    }

    @Override
    public List<Claim.Named> nextBest(
            String workspace, String seatMap, Claim.Choice wanted, int most) {
        return next().nextBest(workspace, seatMap, wanted, most);
    }

    @Override
    public Optional<Set<String>> counted(String workspace, String scope, int most) {
        return next().counted(workspace, scope, most);
    }

    @Override
    public Instant now() {
        return next().now();
    }

    @Override
    public List<JournalLine> history(String workspace, String hold) {
        return next().history(workspace, hold);
    }

    @Override
    public List<JournalLine> history(
            String workspace, Kind kind, String inventory, long after, int most) {
        return next().history(workspace, kind, inventory, after, most);
    }

    @Override
    public Map<String, Long> versions(
            String workspace, Kind kind, Collection<String> inventories) {
        return next().versions(workspace, kind, inventories);
    }

    @Override
    public List<String> workspaces() {
        return next().workspaces();
    }

    @Override
    public AuditReport audit(String workspace) {
        return next().audit(workspace);
    }

    @Override
    public void close() {
        engines.forEach(Holdfast::close);
    }
}
