package holdfast.lifecycle;

import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Refusal;
import holdfast.RequestOptions;
import holdfast.change.HoldListener;
import holdfast.claims.Allotment;
import holdfast.claims.DatabaseClock;
import holdfast.claims.HoldChange;
import holdfast.claims.PendingLine;
import holdfast.lifecycle.HoldRow.Life;
import holdfast.lifecycle.HoldRow.Origin;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// HOLD: takes all claims of a request until a deadline, or none.
///
/// One round trip locks what the batch wants and reads the clock and the keys. The requests are
/// then decided in memory, in the order in which they came. One round trip writes everything and
/// commits. The decisions are safe because the rows are locked; the conditions of the writes and
/// the constraints of the tables would refuse them otherwise.
public record HoldVerb(KindStores stores) implements Verb<HoldRequest, HoldOutcome> {

    @Override
    public String workspace(HoldRequest request) {
        return request.workspace();
    }

    @Override
    public Optional<String> text(HoldRequest request) {
        return request.key()
                .map(key -> request.options().fingerprint()
                        .orElseGet(() -> RequestText.of(request)));
    }

    @Override
    public List<HoldOutcome> serve(Transaction tx, String workspace,
            List<Attempt<HoldRequest>> attempts)
            throws SQLException {
        if (FastPath.possible(attempts)) {
            try (ClaimBatches batches = stores.open(workspace)) {
                Optional<List<HoldOutcome>> outcomes =
                        new FastPath(tx, workspace, batches, attempts).serve();
                if (outcomes.isPresent()) {
                    return outcomes.get();
                }
            }
        }
        try (ClaimBatches batches = stores.open(workspace)) {
            attempts.forEach(attempt -> basket(attempt).want(batches));
            Pipeline pipeline = tx.pipeline();
            batches.lock(tx, pipeline);
            Pipeline.Answer<Instant> clock = DatabaseClock.ask(pipeline);
            IdempotencyKeys.Asked asked =
                    IdempotencyKeys.ask(pipeline, workspace, keys(attempts), tried(attempts));
            ListingTable.Compared listings =
                    ListingTable.compare(pipeline, workspace, labels(attempts));
            pipeline.run();
            Instant now = clock.only();
            IdempotencyKeys keys = asked.known(tx);
            batches.load(tx, now);
            List<HoldRow> made = new ArrayList<>();
            List<HoldOutcome> outcomes = new ArrayList<>();
            for (Attempt<HoldRequest> attempt : attempts) {
                Optional<IdempotencyKeys.Prior> prior =
                        keys.prior(attempt.request().key(), attempt);
                Optional<Refusal.Outdated> outdated =
                        listings.outdated(attempt.request().options());
                if (prior.isPresent()) {
                    outcomes.add(again(tx, workspace, attempt, prior.get()));
                } else if (outdated.isPresent()) {
                    outcomes.add(outdated.get());
                } else {
                    outcomes.add(decide(batches, keys, attempt, now, made));
                }
            }
            write(tx, workspace, now, batches, keys, made, HoldListener.NONE);
            return outcomes;
        }
    }

    static Basket basket(Attempt<HoldRequest> attempt) {
        HoldRequest request = attempt.request();
        return new Basket(request.claims(), request.limits(), request.customer());
    }

    static List<String> keys(List<Attempt<HoldRequest>> attempts) {
        return attempts.stream().flatMap(attempt -> attempt.request().key().stream()).toList();
    }

    static List<RequestOptions> labels(List<Attempt<HoldRequest>> attempts) {
        return attempts.stream().map(attempt -> attempt.request().options()).toList();
    }

    private static List<String> tried(List<Attempt<HoldRequest>> attempts) {
        return attempts.stream().filter(attempt -> attempt.tries() > 0).map(Attempt::id).toList();
    }

    private static HoldOutcome again(
            Transaction tx, String workspace, Attempt<HoldRequest> attempt,
            IdempotencyKeys.Prior prior)
            throws SQLException {
        return switch (prior) {
            case IdempotencyKeys.Prior.Made made -> new HoldOutcome.Granted(
                    IdempotencyKeys.held(HoldHistory.at(tx, workspace, made.row(), 1)),
                    !made.row().hold().equals(attempt.id()));
            case IdempotencyKeys.Prior.Said said -> refused(RefusalText.parse(said.outcome()));
            case IdempotencyKeys.Prior.Other other ->
                    new Refusal.KeyReused(attempt.request().key().orElseThrow());
        };
    }

    /// `now` is when the hold is made; its deadline counts from there.
    static HoldOutcome decide(
            ClaimBatches batches, IdempotencyKeys keys, Attempt<HoldRequest> attempt, Instant now,
            List<HoldRow> made) {
        HoldRequest request = attempt.request();
        HoldChange cause = cause(attempt, now);
        return switch (basket(attempt).take(batches, cause)) {
            case Basket.Result.None none -> {
                keys.say(request.key(), attempt, none.refusal());
                yield refused(none.refusal());
            }
            case Basket.Result.All all -> {
                HoldRow row = row(attempt, cause, now, all.allotments());
                made.add(row);
                keys.made(request.key(), attempt, row);
                yield new HoldOutcome.Granted(IdempotencyKeys.held(row), false);
            }
        };
    }

    static HoldChange cause(Attempt<HoldRequest> attempt, Instant now) {
        Instant until = now.plus(attempt.request().holdFor()).truncatedTo(ChronoUnit.MICROS);
        return new HoldChange("hold", attempt.id(), 1, "held", until, Optional.empty());
    }

    static HoldRow row(Attempt<HoldRequest> attempt, HoldChange cause, Instant now,
            List<Allotment> allotments) {
        HoldRequest request = attempt.request();
        return new HoldRow(
                attempt.id(), new Life("held", 1, cause.until(), now, ""),
                new Origin(request.customer(), now, Optional.empty()),
                new Hold.Notes(request.note(), Optional.empty()), allotments);
    }

    /// A refusal of a hold is one of its outcomes; anything else would be a bug.
    private static HoldOutcome refused(Refusal refusal) {
        if (refusal instanceof HoldOutcome outcome) {
            return outcome;
        }
        throw new IllegalStateException("not an answer to a hold: " + refusal);
    }

    static void write(
            Transaction tx, String workspace, Instant now, ClaimBatches batches,
            IdempotencyKeys keys,
            List<HoldRow> made, HoldListener listener)
            throws SQLException {
        List<PendingLine> lines = new ArrayList<>();
        Pipeline pipeline = tx.pipeline();
        batches.write(pipeline, lines);
        HoldTable.insert(pipeline, workspace, now, made);
        keys.write(pipeline, workspace, now);
        Journal.write(pipeline, workspace, now, lines, made);
        if (!made.isEmpty()) {
            listener.changed(pipeline, workspace, made.stream().map(row -> row.seen(now)).toList());
        }
        if (!lines.isEmpty() || !keys.isEmpty()) {
            tx.commit(pipeline);
        }
        batches.committed();
    }
}
