package holdfast;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Passes every call to another Holdfast. A decorator overrides {@link #command} or {@link #read},
/// through which all calls about one workspace go, and the single methods that need more. Calls
/// about all workspaces (expire, now, workspaces) are passed on as they are.
public abstract class ForwardingHoldfast implements Holdfast {

    private final Holdfast delegate;

    protected ForwardingHoldfast(Holdfast delegate) {
        this.delegate = delegate;
    }

    /// The Holdfast that takes the next call. Each call asks for it once.
    protected Holdfast delegate() {
        return delegate;
    }

    /// The verbs about one workspace go through here.
    protected <A> A command(Verb verb, String workspace, Supplier<A> call) {
        return call.get();
    }

    /// The reads about one workspace go through here, with their names. The reads of what is free
    /// share the name `free`.
    protected <A> A read(String name, Supplier<A> call) {
        return call.get();
    }

    @Override
    public OfferOutcome offer(String workspace, Inventory inventory) {
        return command(Verb.OFFER, workspace, () -> delegate().offer(workspace, inventory));
    }

    @Override
    public OfferOutcome withdraw(String workspace, Kind kind, String inventory) {
        return command(Verb.WITHDRAW, workspace,
                () -> delegate().withdraw(workspace, kind, inventory));
    }

    @Override
    public BlockOutcome block(BlockRequest request) {
        return command(Verb.BLOCK, request.workspace(), () -> delegate().block(request));
    }

    @Override
    public CancelOutcome unblock(String workspace, String block) {
        return command(Verb.UNBLOCK, workspace, () -> delegate().unblock(workspace, block));
    }

    @Override
    public HoldOutcome hold(HoldRequest request) {
        return command(Verb.HOLD, request.workspace(), () -> delegate().hold(request));
    }

    @Override
    public ConfirmOutcome confirm(ConfirmRequest request) {
        return command(Verb.CONFIRM, request.workspace(), () -> delegate().confirm(request));
    }

    @Override
    public CancelOutcome cancel(CancelRequest request) {
        return command(Verb.CANCEL, request.workspace(), () -> delegate().cancel(request));
    }

    @Override
    public ExtendOutcome extend(ExtendRequest request) {
        return command(Verb.EXTEND, request.workspace(), () -> delegate().extend(request));
    }

    @Override
    public ExchangeOutcome exchange(ExchangeRequest request) {
        return command(Verb.EXCHANGE, request.workspace(), () -> delegate().exchange(request));
    }

    @Override
    public int expire(int most) {
        return delegate().expire(most);
    }

    @Override
    public Optional<RecordedAnswer> recall(String workspace, String key, String fingerprint) {
        return read("recall", () -> delegate().recall(workspace, key, fingerprint));
    }

    @Override
    public Optional<Hold> find(String workspace, String hold) {
        return read("find", () -> delegate().find(workspace, hold));
    }

    @Override
    public List<Hold> find(String workspace, Collection<String> holds) {
        return read("find", () -> delegate().find(workspace, holds));
    }

    @Override
    public Optional<Free.Places> freePlaces(String workspace, String pool) {
        return read("free", () -> delegate().freePlaces(workspace, pool));
    }

    @Override
    public Optional<Free.Seats> freeSeats(String workspace, String seatMap) {
        return read("free", () -> delegate().freeSeats(workspace, seatMap));
    }

    @Override
    public Free.Times freeTimes(TimeQuery query, BooleanSupplier wanted) {
        return read("free", () -> delegate().freeTimes(query, wanted));
    }

    @Override
    public List<Schedule> schedules(
            String workspace, Collection<String> calendars, Window window) {
        return read("schedule", () -> delegate().schedules(workspace, calendars, window));
    }

    @Override
    public InventoryChanges since(String workspace, List<InventoryChanges.Mark> marks, int most) {
        return read("since", () -> delegate().since(workspace, marks, most));
    }

    @Override
    public List<Claim.Named> nextBest(String workspace, String seatMap, Claim.Choice wanted,
            int most) {
        return read("free", () -> delegate().nextBest(workspace, seatMap, wanted, most));
    }

    @Override
    public Optional<Set<String>> counted(String workspace, String scope, int most) {
        return read("free", () -> delegate().counted(workspace, scope, most));
    }

    @Override
    public Instant now() {
        return delegate().now();
    }

    @Override
    public List<JournalLine> history(String workspace, String hold) {
        return read("history", () -> delegate().history(workspace, hold));
    }

    @Override
    public List<JournalLine> history(String workspace, Kind kind, String inventory, long after,
            int most) {
        return read("history", () -> delegate().history(workspace, kind, inventory, after, most));
    }

    @Override
    public Map<String, Long> versions(String workspace, Kind kind, Collection<String> inventories) {
        return read("versions", () -> delegate().versions(workspace, kind, inventories));
    }

    @Override
    public List<String> workspaces() {
        return delegate().workspaces();
    }

    @Override
    public AuditReport audit(String workspace) {
        return read("audit", () -> delegate().audit(workspace));
    }

    @Override
    public void close() {
        delegate().close();
    }
}
