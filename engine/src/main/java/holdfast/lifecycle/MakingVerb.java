package holdfast.lifecycle;

import holdfast.Refusal;
import holdfast.RequestOptions;
import holdfast.Verb;
import holdfast.change.HoldListener;
import holdfast.claims.Allotment;
import holdfast.claims.DatabaseClock;
import holdfast.claims.HoldChange;
import holdfast.claims.PendingLine;
import holdfast.lifecycle.IdempotencyKeys.Prior;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The frame of the verbs that make holds.
///
/// One round trip locks what the batch wants and reads the clock and the keys. The requests are
/// then decided in memory, in the order in which they came. One round trip writes everything and
/// commits. The decisions are safe because the rows are locked; the conditions of the writes and
/// the constraints of the tables would refuse them otherwise.
public abstract class MakingVerb<Q, A> implements BatchedVerb<Q, A> {
    private final KindStores stores;
    private final Verb verb;
    private final HoldListener listener;
    private final Class<A> type;

    /// @param listener is told of the holds that are made
    MakingVerb(KindStores stores, Verb verb, HoldListener listener, Class<A> type) {
        this.stores = stores;
        this.verb = verb;
        this.listener = listener;
        this.type = type;
    }

    abstract Optional<String> key(Q request);

    abstract Basket basket(Q request);

    /// The hold that a request makes, from `now` on.
    abstract HoldChange change(Attempt<Q> attempt, Instant now);

    abstract HoldRow row(Attempt<Q> attempt, HoldChange change, Instant now,
            List<Allotment> allotments);

    /// `again` if another request with the same key made it.
    abstract A made(HoldRow row, boolean again);

    /// The refusal in the verb's own words.
    Refusal refusal(Transaction tx, ClaimBatches batches, Q request, Refusal refusal)
            throws SQLException {
        return refusal;
    }

    Optional<RequestOptions> options(Q request) {
        return Optional.empty();
    }

    /// The answers of a verb that has a shorter path for this batch. It changes no outcome.
    Optional<List<A>> fastPath(Transaction tx, String workspace, List<Attempt<Q>> attempts)
            throws SQLException {
        return Optional.empty();
    }

    @Override
    public List<A> serve(Transaction tx, String workspace, List<Attempt<Q>> attempts)
            throws SQLException {
        Optional<List<A>> fast = fastPath(tx, workspace, attempts);
        if (fast.isPresent()) {
            return fast.get();
        }
        try (ClaimBatches batches = stores.open(workspace)) {
            attempts.forEach(attempt -> batches.want(basket(attempt.request())));
            Pipeline pipeline = tx.pipeline();
            batches.lock(tx, pipeline);
            Pipeline.Answer<Instant> clock = DatabaseClock.query(pipeline);
            IdempotencyKeys.LookUp lookUp = IdempotencyKeys.query(
                    pipeline, workspace, keys(attempts), tried(attempts));
            ListingTable.Compared listings =
                    ListingTable.compare(pipeline, workspace, options(attempts));
            pipeline.run();
            Batch batch = new Batch(
                    tx, workspace, batches, lookUp.in(tx), clock.only(), new ArrayList<>());
            batches.load(tx, batch.now);
            List<A> outcomes = new ArrayList<>();
            boolean repeats = false;
            for (Attempt<Q> attempt : attempts) {
                Optional<Prior> prior = batch.keys.prior(key(attempt.request()), attempt);
                Optional<Refusal.Outdated> outdated =
                        options(attempt.request()).flatMap(listings::outdated);
                repeats |= prior.isPresent();
                if (prior.isPresent()) {
                    outcomes.add(repeated(batch, attempt, prior.get()));
                } else if (outdated.isPresent()) {
                    outcomes.add(refused(outdated.get()));
                } else {
                    outcomes.add(decide(batch, attempt));
                }
            }
            write(batch, repeats);
            return outcomes;
        }
    }

    private record Batch(
            Transaction tx, String workspace, ClaimBatches batches, IdempotencyKeys keys,
            Instant now, List<HoldRow> made) {}

    List<String> keys(List<Attempt<Q>> attempts) {
        return attempts.stream().flatMap(attempt -> key(attempt.request()).stream()).toList();
    }

    List<RequestOptions> options(List<Attempt<Q>> attempts) {
        return attempts.stream().flatMap(attempt -> options(attempt.request()).stream()).toList();
    }

    private static List<String> tried(List<? extends Attempt<?>> attempts) {
        return attempts.stream().filter(attempt -> attempt.tries() > 0)
                .<String>map(Attempt::id).toList();
    }

    private A repeated(Batch batch, Attempt<Q> attempt, Prior prior) throws SQLException {
        return switch (prior) {
            case Prior.Made made -> made(
                    HoldHistory.at(batch.tx, batch.workspace, made.row(), 1),
                    !made.row().hold().equals(attempt.id()));
            case Prior.Recorded recorded -> refused(RefusalText.parse(recorded.outcome()));
            case Prior.Other other ->
                    refused(new Refusal.KeyReused(key(attempt.request()).orElseThrow()));
        };
    }

    private A decide(Batch batch, Attempt<Q> attempt) throws SQLException {
        Q request = attempt.request();
        HoldChange change = change(attempt, batch.now);
        return switch (batch.batches.take(basket(request), change, Set.of())) {
            case Basket.Result.None none -> {
                Refusal refusal = refusal(batch.tx, batch.batches, request, none.refusal());
                batch.keys.record(key(request), attempt, refusal);
                yield refused(refusal);
            }
            case Basket.Result.All all -> {
                HoldRow row = row(attempt, change, batch.now, all.allotments());
                batch.made.add(row);
                batch.keys.made(key(request), attempt, row);
                yield made(row, false);
            }
        };
    }

    /// A batch that repeats an answer commits its locks at least. With a synchronous standby that
    /// waits until the standby has what made the answer, too.
    private void write(Batch batch, boolean repeats) throws SQLException {
        List<PendingLine> lines = new ArrayList<>();
        Pipeline pipeline = batch.tx.pipeline();
        batch.batches.write(pipeline, lines);
        HoldTable.insert(pipeline, batch.workspace, batch.now, batch.made);
        batch.keys.write(pipeline, batch.workspace, batch.now);
        Journal.write(pipeline, batch.workspace, batch.now, lines, batch.made);
        if (!batch.made.isEmpty()) {
            listener.changed(pipeline, batch.workspace,
                    batch.made.stream().map(row -> row.seen(batch.now)).toList());
        }
        if (repeats || !lines.isEmpty() || !batch.keys.isEmpty()) {
            batch.tx.commit(pipeline);
        }
        batch.batches.committed();
    }

    /// A refusal that is none of the verb's outcomes would be a bug.
    private A refused(Refusal refusal) {
        if (!type.isInstance(refusal)) {
            throw new IllegalStateException("not an answer to " + verb + ": " + refusal);
        }
        return type.cast(refusal);
    }
}
