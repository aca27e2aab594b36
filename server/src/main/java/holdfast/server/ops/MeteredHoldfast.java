package holdfast.server.ops;

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
import java.util.function.BooleanSupplier;

/// A Holdfast that counts calls and outcomes and delegates to another. Concurrent reads of the
/// clock share one query (single-flight).
public final class MeteredHoldfast implements Holdfast {
    private final Holdfast inner;
    private final HoldMetrics counting;
    private final SingleFlight<Instant> clock;

    public MeteredHoldfast(Holdfast inner, Metrics metrics, SpanListener spans) {
        this.inner = inner;
        this.counting = new HoldMetrics(metrics, spans);
        this.clock = new SingleFlight<>(inner::now);
    }

    @Override
    public OfferOutcome offer(String workspace, Inventory inventory) {
        return counting.outcome("offer", () -> inner.offer(workspace, inventory));
    }

    @Override
    public OfferOutcome withdraw(String workspace, Kind kind, String inventory) {
        return counting.outcome("withdraw", () -> inner.withdraw(workspace, kind, inventory));
    }

    @Override
    public BlockOutcome block(BlockRequest request) {
        return counting.outcome("block", () -> inner.block(request));
    }

    @Override
    public CancelOutcome unblock(String workspace, String block) {
        return counting.outcome("unblock", () -> inner.unblock(workspace, block));
    }

    @Override
    public HoldOutcome hold(HoldRequest request) {
        HoldOutcome outcome = counting.outcome("hold", () -> inner.hold(request));
        counting.held(request, outcome);
        return outcome;
    }

    @Override
    public Optional<RecordedAnswer> recall(String workspace, String key, String fingerprint) {
        return counting.timed("recall", () -> inner.recall(workspace, key, fingerprint));
    }

    @Override
    public ConfirmOutcome confirm(ConfirmRequest request) {
        ConfirmOutcome outcome = counting.outcome("confirm", () -> inner.confirm(request));
        counting.confirmed(outcome);
        return outcome;
    }

    @Override
    public CancelOutcome cancel(CancelRequest request) {
        CancelOutcome outcome = counting.outcome("cancel", () -> inner.cancel(request));
        counting.cancelled(outcome);
        return outcome;
    }

    @Override
    public ExtendOutcome extend(ExtendRequest request) {
        return counting.outcome("extend", () -> inner.extend(request));
    }

    @Override
    public ExchangeOutcome exchange(ExchangeRequest request) {
        ExchangeOutcome outcome = counting.outcome("exchange", () -> inner.exchange(request));
        counting.exchanged(request, outcome);
        return outcome;
    }

    @Override
    public int expire(int most) {
        int tidied = counting.timed("expire", () -> inner.expire(most));
        counting.expired(tidied);
        return tidied;
    }

    @Override
    public Optional<Hold> find(String workspace, String hold) {
        return counting.timed("find", () -> inner.find(workspace, hold));
    }

    @Override
    public List<Hold> find(String workspace, Collection<String> holds) {
        return counting.timed("find", () -> inner.find(workspace, holds));
    }

    @Override
    public Optional<Free.Places> freePlaces(String workspace, String pool) {
        return counting.timed("free", () -> inner.freePlaces(workspace, pool));
    }

    @Override
    public Optional<Free.Seats> freeSeats(String workspace, String seatMap) {
        return counting.timed("free", () -> inner.freeSeats(workspace, seatMap));
    }

    @Override
    public Free.Times freeTimes(TimeQuery query, BooleanSupplier wanted) {
        return counting.timed("free", () -> inner.freeTimes(query, wanted));
    }

    @Override
    public List<Claim.Named> nextBest(
            String workspace, String seatMap, Claim.Choice wanted, int most) {
        return counting.timed("free", () -> inner.nextBest(workspace, seatMap, wanted, most));
    }

    @Override
    public InventoryChanges since(String workspace, List<InventoryChanges.Mark> marks, int most) {
        return counting.timed("news", () -> inner.since(workspace, marks, most));
    }

    @Override
    public Map<String, Long> versions(
            String workspace, Kind kind, Collection<String> inventories) {
        return counting.timed(
                "versions", () -> inner.versions(workspace, kind, inventories));
    }

    @Override
    public Optional<Set<String>> counted(String workspace, String scope, int most) {
        return counting.timed("free", () -> inner.counted(workspace, scope, most));
    }

    @Override
    public Instant now() {
        return clock.get();
    }

    @Override
    public List<JournalLine> history(String workspace, String hold) {
        return counting.timed("history", () -> inner.history(workspace, hold));
    }

    @Override
    public List<JournalLine> history(
            String workspace, Kind kind, String inventory, long after, int most) {
        return counting.timed(
                "history", () -> inner.history(workspace, kind, inventory, after, most));
    }

    @Override
    public List<String> workspaces() {
        return inner.workspaces();
    }

    @Override
    public AuditReport audit(String workspace) {
        return counting.timed("audit", () -> inner.audit(workspace));
    }

    @Override
    public void close() {
        inner.close();
    }
}
