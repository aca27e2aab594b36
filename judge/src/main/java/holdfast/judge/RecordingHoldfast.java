package holdfast.judge;

import holdfast.AuditReport;
import holdfast.BlockOutcome;
import holdfast.BlockRequest;
import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.ExtendOutcome;
import holdfast.ExtendRequest;
import holdfast.ForwardingHoldfast;
import holdfast.Free;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.JournalLine;
import holdfast.Kind;
import holdfast.OfferOutcome;
import holdfast.TimeQuery;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// One client's Holdfast, which passes every call through the recorder.
final class RecordingHoldfast extends ForwardingHoldfast {
    private final Recorder recorder;
    private final String client;

    RecordingHoldfast(Recorder recorder, String client, Holdfast real) {
        super(real);
        this.recorder = recorder;
        this.client = client;
    }

    private <A> A note(RecordedCall call, Supplier<A> answer) {
        return recorder.note(client, call, answer);
    }

    @Override
    public OfferOutcome offer(String workspace, Inventory inventory) {
        return note(new RecordedCall.Offer(workspace, inventory),
                () -> super.offer(workspace, inventory));
    }

    @Override
    public OfferOutcome withdraw(String workspace, Kind kind, String inventory) {
        return note(new RecordedCall.Withdraw(workspace, kind, inventory),
                () -> super.withdraw(workspace, kind, inventory));
    }

    @Override
    public BlockOutcome block(BlockRequest request) {
        return note(new RecordedCall.Block(request), () -> super.block(request));
    }

    @Override
    public CancelOutcome unblock(String workspace, String block) {
        return note(new RecordedCall.Unblock(workspace, block),
                () -> super.unblock(workspace, block));
    }

    @Override
    public HoldOutcome hold(HoldRequest request) {
        return note(new RecordedCall.Hold(request), () -> super.hold(request));
    }

    @Override
    public ConfirmOutcome confirm(ConfirmRequest request) {
        return note(new RecordedCall.Confirm(request), () -> super.confirm(request));
    }

    @Override
    public CancelOutcome cancel(CancelRequest request) {
        return note(new RecordedCall.Cancel(request), () -> super.cancel(request));
    }

    @Override
    public ExtendOutcome extend(ExtendRequest request) {
        return note(new RecordedCall.Extend(request), () -> super.extend(request));
    }

    @Override
    public ExchangeOutcome exchange(ExchangeRequest request) {
        return note(new RecordedCall.Exchange(request), () -> super.exchange(request));
    }

    @Override
    public int expire(int most) {
        return note(new RecordedCall.Expire(most), () -> super.expire(most));
    }

    @Override
    public Optional<Hold> find(String workspace, String hold) {
        return note(new RecordedCall.Find(workspace, hold), () -> super.find(workspace, hold));
    }

    @Override
    public List<Hold> find(String workspace, Collection<String> holds) {
        return holds.stream().flatMap(hold -> find(workspace, hold).stream()).toList();
    }

    @Override
    public Optional<Free.Places> freePlaces(String workspace, String pool) {
        return note(new RecordedCall.FreePlaces(workspace, pool),
                () -> super.freePlaces(workspace, pool));
    }

    @Override
    public Optional<Free.Seats> freeSeats(String workspace, String seatMap) {
        return note(new RecordedCall.FreeSeats(workspace, seatMap),
                () -> super.freeSeats(workspace, seatMap));
    }

    @Override
    public Free.Times freeTimes(TimeQuery query, BooleanSupplier wanted) {
        return note(new RecordedCall.FreeTimes(query), () -> super.freeTimes(query, wanted));
    }

    @Override
    public List<JournalLine> history(String workspace, String hold) {
        return note(new RecordedCall.HoldHistory(workspace, hold),
                () -> super.history(workspace, hold));
    }

    @Override
    public List<JournalLine> history(
            String workspace, Kind kind, String inventory, long after, int most) {
        return note(new RecordedCall.InventoryHistory(workspace, kind, inventory, after, most),
                () -> super.history(workspace, kind, inventory, after, most));
    }

    @Override
    public AuditReport audit(String workspace) {
        return note(new RecordedCall.Audit(workspace), () -> super.audit(workspace));
    }

    /// Does nothing: the caller that opened the real one closes it.
    @Override
    public void close() {}
}
