package holdfast.lifecycle;

import holdfast.Claim;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.claims.Allotment;
import holdfast.claims.BatchTotals;
import holdfast.claims.HoldChange;
import holdfast.claims.PlannedHold;
import holdfast.postgres.Pipeline;
import holdfast.postgres.SqlFailure;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// The fast path of a batch of holds that will probably all be granted. Their rows are known before
/// anything is read, so that one round trip writes everything: first the rows of the holds, which
/// no other transaction can see or conflict with yet, then the pools, whose counters change only
/// where all of it fits and stay locked from there, then the journal, then COMMIT.
///
/// The conditions of these statements and the constraints of the tables decide whether the guess
/// was right. Where it was not, nothing was written, and the batch takes the usual path.
final class FastPath {
    /// A hold is made before its pools are locked. It may lose no more of its time until then.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final HoldVerb verb;
    private final Transaction tx;
    private final String workspace;
    private final List<Attempt<HoldRequest>> attempts;

    FastPath(HoldVerb verb, Transaction tx, String workspace,
            List<Attempt<HoldRequest>> attempts) {
        this.verb = verb;
        this.tx = tx;
        this.workspace = workspace;
        this.attempts = attempts;
    }

    /// Only pools without limits by customer, and only first tries: the id of a retry may be in the
    /// tables already.
    boolean possible() {
        List<String> keys = verb.keys(attempts);
        return new HashSet<>(keys).size() == keys.size() && attempts.stream()
                .allMatch(attempt -> attempt.tries() == 0
                        && ClaimBatches.unlimited(verb.basket(attempt.request()))
                        && attempt.request().claims().stream()
                                .allMatch(Claim.Capacity.class::isInstance));
    }

    /// The answers, or nothing where the batch has to take the usual path, in a new transaction.
    Optional<List<HoldOutcome>> serve(ClaimBatches batches) throws SQLException {
        attempts.forEach(attempt -> batches.want(verb.basket(attempt.request())));
        if (!batches.plenty()) {
            return Optional.empty();
        }
        BatchTotals totals = new BatchTotals(attempts.stream()
                .map(attempt -> foresee(batches, attempt)).toList());
        Pipeline pipeline = tx.pipeline();
        HoldTable.insertAhead(pipeline, workspace, attempts, totals.holds());
        batches.capacity().takeAhead(pipeline, totals);
        Pipeline.Answer<Instant> made = batches.capacity().countAhead(pipeline, totals);
        ListingTable.asNamed(pipeline, workspace, verb.options(attempts));
        IdempotencyKeys.writeAhead(pipeline, workspace, attempts);
        Journal.writeAhead(pipeline, workspace, within(totals), attempts, totals);
        try {
            tx.commit(pipeline);
        } catch (SQLException failure) {
            return switch (SqlFailure.of(failure)) {
                case MISSED, VIOLATION -> {
                    tx.anew();
                    yield Optional.empty();
                }
                case PASSING, WAITED, CROWDED, READ_ONLY, LOST, UNCERTAIN, OTHER -> throw failure;
            };
        }
        batches.capacity().took(totals);
        return Optional.of(granted(totals, made.only()));
    }

    private static PlannedHold foresee(ClaimBatches batches, Attempt<HoldRequest> attempt) {
        List<Allotment.Places> allotments = new ArrayList<>();
        List<Claim> claims = attempt.request().claims();
        for (int item = 0; item < claims.size(); item++) {
            allotments.addAll(batches.foresee(item, claims.get(item)));
        }
        // Deadlines have microseconds, as the moments have that they are counted from.
        return new PlannedHold(attempt.id(), attempt.request().holdFor().toNanos() / 1_000,
                allotments);
    }

    /// The microseconds within which the pools have to be locked, so that no hold expires first.
    private static long within(BatchTotals totals) {
        long shortest = totals.holds().stream().mapToLong(PlannedHold::lasts).min().orElse(0);
        return Math.min(shortest, LONGEST_WAIT.toNanos() / 1_000 + 1);
    }

    private List<HoldOutcome> granted(BatchTotals totals, Instant made) {
        List<HoldOutcome> outcomes = new ArrayList<>();
        for (int at = 0; at < attempts.size(); at++) {
            Attempt<HoldRequest> attempt = attempts.get(at);
            HoldChange change = verb.change(attempt, made);
            HoldRow row = verb.row(
                    attempt, change, made, List.copyOf(totals.holds().get(at).allotments()));
            outcomes.add(verb.made(row, false));
        }
        return outcomes;
    }
}
