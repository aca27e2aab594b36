package holdfast.judge;

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
import java.util.function.Supplier;

/// One client's Holdfast, which passes every call through the recorder.
final class RecordingHoldfast implements Holdfast {
    private final Recorder recorder;
    private final String client;
    private final Holdfast real;

    RecordingHoldfast(Recorder recorder, String client, Holdfast real) {
        this.recorder = recorder;
        this.client = client;
        this.real = real;
    }

    private <A> A note(RecordedCall call, Supplier<A> answer) {
        return recorder.note(client, call, answer);
    }

    @Override
    public OfferOutcome offer(String workspace, Inventory inventory) {
        return note(new RecordedCall.Offer(workspace, inventory),
                () -> real.offer(workspace, inventory));
    }

    @Override
    public OfferOutcome withdraw(String workspace, Kind kind, String inventory) {
        return note(
                new RecordedCall.Withdraw(workspace, kind, inventory),
                () -> real.withdraw(workspace, kind, inventory));
    }

    @Override
    public BlockOutcome block(BlockRequest request) {
        return note(new RecordedCall.Block(request), () -> real.block(request));
    }

    @Override
    public CancelOutcome unblock(String workspace, String block) {
        return note(new RecordedCall.Unblock(workspace, block),
                () -> real.unblock(workspace, block));
    }

    @Override
    public HoldOutcome hold(HoldRequest request) {
        return note(new RecordedCall.Hold(request), () -> real.hold(request));
    }

    @Override
    public Optional<RecordedAnswer> recall(String workspace, String key, String fingerprint) {
        return real.recall(workspace, key, fingerprint);
    }

    @Override
    public ConfirmOutcome confirm(ConfirmRequest request) {
        return note(new RecordedCall.Confirm(request), () -> real.confirm(request));
    }

    @Override
    public CancelOutcome cancel(CancelRequest request) {
        return note(new RecordedCall.Cancel(request), () -> real.cancel(request));
    }

    @Override
    public ExtendOutcome extend(ExtendRequest request) {
        return note(new RecordedCall.Extend(request), () -> real.extend(request));
    }

    @Override
    public ExchangeOutcome exchange(ExchangeRequest request) {
        return note(new RecordedCall.Exchange(request), () -> real.exchange(request));
    }

    @Override
    public int expire(int most) {
        return note(new RecordedCall.Expire(most), () -> real.expire(most));
    }

    @Override
    public Optional<Hold> find(String workspace, String hold) {
        return note(new RecordedCall.Find(workspace, hold), () -> real.find(workspace, hold));
    }

    @Override
    public List<Hold> find(String workspace, Collection<String> holds) {
        return holds.stream().flatMap(hold -> find(workspace, hold).stream()).toList();
    }

    @Override
    public Optional<Free.Places> freePlaces(String workspace, String pool) {
        return note(new RecordedCall.FreePlaces(workspace, pool),
                () -> real.freePlaces(workspace, pool));
    }

    @Override
    public Optional<Free.Seats> freeSeats(String workspace, String seatMap) {
        return note(
                new RecordedCall.FreeSeats(workspace, seatMap),
                () -> real.freeSeats(workspace, seatMap));
    }

    @Override
    public Free.Times freeTimes(TimeQuery query, BooleanSupplier wanted) {
        return note(new RecordedCall.FreeTimes(query), () -> real.freeTimes(query, wanted));
    }

    @Override
    public InventoryChanges since(String workspace, List<InventoryChanges.Mark> marks, int most) {
        return real.since(workspace, marks, most);
    }

    @Override
    public List<Claim.Named> nextBest(
            String workspace, String seatMap, Claim.Choice wanted, int most) {
        return real.nextBest(workspace, seatMap, wanted, most);
    }

    @Override
    public Optional<Set<String>> counted(String workspace, String scope, int most) {
        return real.counted(workspace, scope, most);
    }

    @Override
    public Instant now() {
        return real.now();
    }

    @Override
    public List<JournalLine> history(String workspace, String hold) {
        return note(new RecordedCall.HoldHistory(workspace, hold),
                () -> real.history(workspace, hold));
    }

    @Override
    public List<JournalLine> history(
            String workspace, Kind kind, String inventory, long after, int most) {
        return note(
                new RecordedCall.InventoryHistory(workspace, kind, inventory, after, most),
                () -> real.history(workspace, kind, inventory, after, most));
    }

    @Override
    public Map<String, Long> versions(
            String workspace, Kind kind, Collection<String> inventories) {
        return real.versions(workspace, kind, inventories);
    }

    @Override
    public List<String> workspaces() {
        return real.workspaces();
    }

    @Override
    public AuditReport audit(String workspace) {
        return note(new RecordedCall.Audit(workspace), () -> real.audit(workspace));
    }

    /// Does nothing: the caller that opened the real one closes it.
    @Override
    public void close() {}
}
