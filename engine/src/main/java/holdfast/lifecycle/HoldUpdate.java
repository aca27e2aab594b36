package holdfast.lifecycle;

import holdfast.RequestOptions;
import holdfast.Verb;
import holdfast.change.HoldListener;
import holdfast.claims.Allotment;
import holdfast.claims.ClaimBatch.Standing;
import holdfast.claims.ConcurrentChangeException;
import holdfast.claims.DatabaseClock;
import holdfast.claims.HoldChange;
import holdfast.claims.HoldState;
import holdfast.claims.PendingLine;
import holdfast.lifecycle.HoldRow.Life;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The holds that a batch changes. It locks their inventories, then their rows, then reads the
/// clock. Later requests of the batch see the changes of earlier ones; all are written at the end.
final class HoldUpdate implements AutoCloseable {
    private final Transaction tx;
    private final String workspace;
    private final ClaimBatches batches;
    private final Instant now;
    private final IdempotencyKeys keys;
    private final ListingTable.Compared listings;
    private final Map<String, HoldRow> rows;
    private final Map<String, HoldRow> changed = new LinkedHashMap<>();
    private final Set<String> lasting = new HashSet<>();
    private final HoldListener listener;

    private HoldUpdate(
            Transaction tx, HoldListener listener, String workspace, ClaimBatches batches,
            Found found) {
        this.tx = tx;
        this.listener = listener;
        this.workspace = workspace;
        this.batches = batches;
        this.now = found.now;
        this.keys = found.keys;
        this.listings = found.listings;
        this.rows = found.rows;
    }

    private record Found(
            Instant now, IdempotencyKeys keys, ListingTable.Compared listings,
            Map<String, HoldRow> rows) {}

    /// The input of a batch: the holds to change, the keys and the other options of its requests.
    record Wanted(
            Collection<String> holds, Collection<String> keys, Collection<RequestOptions> options,
            Want more) {}

    /// Further claims of a request, once its hold is known.
    interface Want {
        void of(ClaimBatches batches, Map<String, HoldRow> rows);
    }

    static HoldUpdate open(Transaction tx, KindStores stores, String workspace, Wanted wanted)
            throws SQLException {
        ClaimBatches batches = stores.open(workspace);
        try {
            return new HoldUpdate(tx, stores.listener(), workspace, batches,
                    find(tx, workspace, batches, wanted));
        } catch (SQLException | RuntimeException failure) {
            batches.close();
            throw failure;
        }
    }

    private static Found find(Transaction tx, String workspace, ClaimBatches batches, Wanted wanted)
            throws SQLException {
        Pipeline look = tx.pipeline();
        Pipeline.Answer<HoldRow> before = HoldTable.read(look, workspace, wanted.holds);
        look.run();
        Map<String, HoldRow> seen = byId(before.rows());
        seen.values().forEach(row -> row.allotments().forEach(batches::touch));
        wanted.more.of(batches, seen);
        Pipeline pipeline = tx.pipeline();
        batches.lock(tx, pipeline);
        Pipeline.Answer<HoldRow> locked = HoldTable.lock(pipeline, workspace, wanted.holds);
        Pipeline.Answer<Instant> clock = DatabaseClock.query(pipeline);
        IdempotencyKeys.LookUp keys =
                IdempotencyKeys.query(pipeline, workspace, wanted.keys, List.of());
        ListingTable.Compared listings = ListingTable.compare(pipeline, workspace, wanted.options);
        pipeline.run();
        Map<String, HoldRow> rows = byId(locked.rows());
        // An exchange may have moved a hold to other inventories before it was locked.
        rows.forEach((id, row) -> {
            HoldRow was = seen.get(id);
            if (was == null || !was.allotments().equals(row.allotments())) {
                throw ConcurrentChangeException
                        .overtaken("hold " + id + " changed while it was being locked");
            }
        });
        Instant now = clock.only();
        batches.load(tx, now);
        return new Found(now, keys.in(tx), listings, rows);
    }

    private static Map<String, HoldRow> byId(List<HoldRow> rows) {
        Map<String, HoldRow> byId = new HashMap<>();
        rows.forEach(row -> byId.put(row.hold(), row));
        return byId;
    }

    ClaimBatches batches() {
        return batches;
    }

    Instant now() {
        return now;
    }

    IdempotencyKeys keys() {
        return keys;
    }

    ListingTable.Compared listings() {
        return listings;
    }

    @Nullable
    HoldRow row(String hold) {
        return rows.get(hold);
    }

    /// The hold as an earlier try of the same request left it, when that reply was lost. Other
    /// requests may have changed the hold since.
    Optional<HoldRow> own(HoldRow row, Attempt<?> attempt) throws SQLException {
        if (attempt.tries() == 0) {
            return Optional.empty();
        }
        return row.life().attempt().equals(attempt.id())
                ? Optional.of(row) : HoldHistory.after(tx, workspace, row, attempt.id());
    }

    /// Whether another hold took a part of this one after its deadline, although the clock, set
    /// back, is before the deadline now. Asked only when a write has found fewer claims than
    /// expected.
    boolean broken(HoldRow row, Attempt<?> attempt) throws SQLException {
        if (attempt.tries() == 0) {
            return false;
        }
        List<Standing> allotments = standing(row);
        return batches.present(tx, allotments).size() < allotments.size();
    }

    static List<Standing> standing(HoldRow row) {
        return row.allotments().stream().map(allotment -> new Standing(row.hold(), allotment))
                .toList();
    }

    /// The hold goes on, or ends, with this state and deadline; its claims follow.
    HoldRow turn(HoldRow row, Verb verb, @Nullable Instant until, Attempt<?> attempt) {
        HoldChange cause = cause(row, verb, until);
        Consumer<Allotment> move = cause.state() == HoldState.CANCELLED
                ? allotment -> batches.give(cause, allotment)
                : allotment -> batches.keep(cause, allotment);
        row.allotments().forEach(move);
        return become(row, cause, attempt, row.allotments());
    }

    static HoldChange cause(HoldRow row, Verb verb, @Nullable Instant until) {
        return new HoldChange(
                verb, row.hold(), row.life().version() + 1, until, Optional.empty());
    }

    HoldRow become(HoldRow row, HoldChange cause, Attempt<?> attempt, List<Allotment> allotments) {
        Lifecycle.check(row, cause);
        HoldRow next = new HoldRow(
                row.hold(),
                Life.of(cause, now, attempt.id()),
                row.origin(), row.notes(), allotments);
        rows.put(row.hold(), next);
        changed.put(row.hold(), next);
        if (row.lasts() || next.lasts()) {
            lasting.add(row.hold());
        }
        return next;
    }

    void write() throws SQLException {
        List<PendingLine> lines = new ArrayList<>();
        Pipeline pipeline = tx.pipeline();
        batches.write(pipeline, lines);
        HoldTable.update(pipeline, workspace, now, changed.values());
        keys.write(pipeline, workspace, now);
        Journal.write(pipeline, workspace, now, lines, changed.values());
        listen(pipeline);
        // Even if nothing changes: then an answer is repeated, and with a synchronous standby the
        // commit of the locks waits until the standby has what made it.
        tx.commit(pipeline);
        batches.committed();
    }

    private void listen(Pipeline pipeline) {
        if (!lasting.isEmpty()) {
            listener.changed(pipeline, workspace, changed.values().stream()
                    .filter(row -> lasting.contains(row.hold()))
                    .map(row -> row.seen(now)).toList());
        }
    }

    @Override
    public void close() {
        batches.close();
    }
}
