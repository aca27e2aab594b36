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

/// A batch of holds that will all be granted, as far as one can guess: what their rows will be is
/// known before anything is looked at. So all of it travels at once: the rows that nobody else can
/// see or meet yet, then the pools, which are counted on only where all of it fits and which stay
/// locked from there, then the journal, then COMMIT.
///
/// Whether the guess was right is decided by the conditions of these statements and by the tables'
/// constraints. Where it was not, in the least thing, nothing was done, and the batch goes the
/// usual way.
final class FastPath {
    /// A hold is made before its pools are locked. It must not have lost more of its time since.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Transaction tx;
    private final String workspace;
    private final ClaimBatches batches;
    private final List<Attempt<HoldRequest>> attempts;

    FastPath(Transaction tx, String workspace, ClaimBatches batches,
            List<Attempt<HoldRequest>> attempts) {
        this.tx = tx;
        this.workspace = workspace;
        this.batches = batches;
        this.attempts = attempts;
    }

    /// For places that no limit counts by customer, asked for the first time: an id that was tried
    /// before may be in the tables already.
    static boolean possible(List<Attempt<HoldRequest>> attempts) {
        List<String> keys = HoldVerb.keys(attempts);
        return new HashSet<>(keys).size() == keys.size() && attempts.stream()
                .allMatch(attempt -> attempt.tries() == 0 && HoldVerb.basket(attempt).unlimited()
                        && attempt.request().claims().stream()
                                .allMatch(Claim.Capacity.class::isInstance));
    }

    /// The answers, or nothing where the usual way has to be taken, in a transaction as new.
    Optional<List<HoldOutcome>> serve() throws SQLException {
        attempts.forEach(attempt -> HoldVerb.basket(attempt).want(batches));
        if (!batches.plenty()) {
            return Optional.empty();
        }
        BatchTotals totals = new BatchTotals(attempts.stream().map(this::foresee).toList());
        Pipeline pipeline = tx.pipeline();
        HoldTable.insertAhead(pipeline, workspace, attempts, totals.holds());
        batches.capacity().takeAhead(pipeline, totals);
        Pipeline.Answer<Instant> made = batches.capacity().countAhead(pipeline, totals);
        ListingTable.asNamed(pipeline, workspace, HoldVerb.labels(attempts));
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
                case PASSING, WAITED, CROWDED, LOST, UNCERTAIN, OTHER -> throw failure;
            };
        }
        batches.capacity().took(totals);
        return Optional.of(granted(totals, made.only()));
    }

    private PlannedHold foresee(Attempt<HoldRequest> attempt) {
        List<Allotment.Places> allotments = new ArrayList<>();
        List<Claim> claims = attempt.request().claims();
        for (int item = 0; item < claims.size(); item++) {
            allotments.addAll(batches.foresee(item, claims.get(item)));
        }
        // Deadlines are cut off at microseconds, as the moments they are counted from are.
        return new PlannedHold(attempt.id(), attempt.request().holdFor().toNanos() / 1_000,
                allotments);
    }

    /// Within how many microseconds the pools have to be locked, so that no hold is over by then.
    private static long within(BatchTotals totals) {
        long shortest = totals.holds().stream().mapToLong(PlannedHold::lasts).min().orElse(0);
        return Math.min(shortest, LONGEST_WAIT.toNanos() / 1_000 + 1);
    }

    private List<HoldOutcome> granted(BatchTotals totals, Instant made) {
        List<HoldOutcome> outcomes = new ArrayList<>();
        for (int at = 0; at < attempts.size(); at++) {
            Attempt<HoldRequest> attempt = attempts.get(at);
            HoldChange cause = HoldVerb.cause(attempt, made);
            HoldRow row = HoldVerb.row(
                    attempt, cause, made, List.copyOf(totals.holds().get(at).allotments()));
            outcomes.add(new HoldOutcome.Granted(IdempotencyKeys.held(row), false));
        }
        return outcomes;
    }
}
