package holdfast.lifecycle;

import holdfast.BlockOutcome;
import holdfast.BlockRequest;
import holdfast.Claim;
import holdfast.Hold;
import holdfast.Refusal;
import holdfast.claims.ClaimBatch;
import holdfast.claims.DatabaseClock;
import holdfast.claims.HoldChange;
import holdfast.lifecycle.HoldRow.Life;
import holdfast.lifecycle.HoldRow.Origin;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// BLOCK: takes inventory out of sale for the venue, with a reason. A block is stored as a hold
/// without a deadline. Where live claims are in the way the refusal names them, and nothing is
/// taken.
public record BlockVerb(KindStores stores) implements Verb<BlockRequest, BlockOutcome> {

    @Override
    public String workspace(BlockRequest request) {
        return request.workspace();
    }

    @Override
    public Optional<String> text(BlockRequest request) {
        return request.key()
                .map(key -> request.fingerprint().orElseGet(() -> RequestText.of(request)));
    }

    @Override
    public List<BlockOutcome> serve(Transaction tx, String workspace,
            List<Attempt<BlockRequest>> attempts)
            throws SQLException {
        try (ClaimBatches batches = stores.open(workspace)) {
            attempts.forEach(attempt -> basket(attempt).want(batches));
            Pipeline pipeline = tx.pipeline();
            batches.lock(tx, pipeline);
            Pipeline.Answer<Instant> clock = DatabaseClock.ask(pipeline);
            IdempotencyKeys.Asked asked = IdempotencyKeys.ask(
                    pipeline, workspace,
                    attempts.stream().flatMap(attempt -> attempt.request().key().stream()).toList(),
                    attempts.stream().filter(attempt -> attempt.tries() > 0).map(Attempt::id)
                            .toList());
            pipeline.run();
            Instant now = clock.only();
            IdempotencyKeys keys = asked.known(tx);
            batches.load(tx, now);
            List<HoldRow> made = new ArrayList<>();
            List<BlockOutcome> outcomes = new ArrayList<>();
            for (Attempt<BlockRequest> attempt : attempts) {
                Optional<IdempotencyKeys.Prior> prior =
                        keys.prior(attempt.request().key(), attempt);
                outcomes.add(prior.isPresent()
                        ? again(tx, workspace, attempt, prior.get())
                        : decide(tx, batches, keys, attempt, new Made(now, made)));
            }
            HoldVerb.write(tx, workspace, now, batches, keys, made, stores.listener());
            return outcomes;
        }
    }

    private static Basket basket(Attempt<BlockRequest> attempt) {
        return new Basket(attempt.request().claims(), List.of(), Optional.empty());
    }

    private static BlockOutcome again(
            Transaction tx, String workspace, Attempt<BlockRequest> attempt,
            IdempotencyKeys.Prior prior)
            throws SQLException {
        return switch (prior) {
            case IdempotencyKeys.Prior.Made made -> blocked(
                    HoldHistory.at(tx, workspace, made.row(), 1),
                    !made.row().hold().equals(attempt.id()));
            case IdempotencyKeys.Prior.Said said -> refused(RefusalText.parse(said.outcome()));
            case IdempotencyKeys.Prior.Other other ->
                    new Refusal.KeyReused(attempt.request().key().orElseThrow());
        };
    }

    /// The blocks that a batch makes, and when.
    private record Made(Instant now, List<HoldRow> rows) {}

    private static BlockOutcome decide(
            Transaction tx, ClaimBatches batches, IdempotencyKeys keys,
            Attempt<BlockRequest> attempt, Made made)
            throws SQLException {
        BlockRequest request = attempt.request();
        Optional<String> reason = Optional.of(request.reason());
        HoldChange cause = new HoldChange("block", attempt.id(), 1, "blocked", null, reason);
        return switch (basket(attempt).take(batches, cause)) {
            case Basket.Result.None none -> {
                Refusal refusal = none.refusal() instanceof Refusal.Unavailable
                        ? inTheWay(tx, batches, request.claims()) : none.refusal();
                keys.say(request.key(), attempt, refusal);
                yield refused(refusal);
            }
            case Basket.Result.All all -> {
                HoldRow row = new HoldRow(
                        attempt.id(), new Life("blocked", 1, null, made.now, ""),
                        new Origin(Optional.empty(), made.now, reason),
                        Hold.Notes.NONE, all.allotments());
                made.rows.add(row);
                keys.made(request.key(), attempt, row);
                yield blocked(row, false);
            }
        };
    }

    private static Refusal inTheWay(Transaction tx, ClaimBatches batches, List<Claim> claims)
            throws SQLException {
        List<Refusal.Standing> standing = new ArrayList<>();
        for (Claim claim : claims) {
            for (ClaimBatch.Standing each : batches.inTheWay(tx, claim)) {
                standing.add(new Refusal.Standing(
                        each.hold(), each.allotment().inventory(), each.allotment().words()));
            }
        }
        return new Refusal.InTheWay(standing.stream().distinct().limit(1_000).toList());
    }

    private static BlockOutcome blocked(HoldRow row, boolean again) {
        return new BlockOutcome.Blocked(
                new Hold.Blocked(row.basket(), row.origin().reason().orElse("")), again);
    }

    private static BlockOutcome refused(Refusal refusal) {
        if (refusal instanceof BlockOutcome outcome) {
            return outcome;
        }
        throw new IllegalStateException("not an answer to a block: " + refusal);
    }
}
