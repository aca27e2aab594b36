package holdfast.lifecycle;

import holdfast.BlockOutcome;
import holdfast.BlockRequest;
import holdfast.Claim;
import holdfast.Hold;
import holdfast.Refusal;
import holdfast.Verb;
import holdfast.claims.Allotment;
import holdfast.claims.ClaimBatch;
import holdfast.claims.HoldChange;
import holdfast.lifecycle.HoldRow.Life;
import holdfast.lifecycle.HoldRow.Origin;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// BLOCK: takes inventory out of sale for the venue, with a reason. A block is stored as a hold
/// without a deadline. Where live claims are in the way the refusal names them, and nothing is
/// taken.
public final class BlockVerb extends MakingVerb<BlockRequest, BlockOutcome> {
    public BlockVerb(KindStores stores) {
        super(stores, Verb.BLOCK, stores.listener(), BlockOutcome.class);
    }

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
    Optional<String> key(BlockRequest request) {
        return request.key();
    }

    @Override
    Basket basket(BlockRequest request) {
        return new Basket(request.claims(), List.of(), Optional.empty());
    }

    @Override
    HoldChange change(Attempt<BlockRequest> attempt, Instant now) {
        return new HoldChange(
                Verb.BLOCK, attempt.id(), 1, null, Optional.of(attempt.request().reason()));
    }

    @Override
    HoldRow row(Attempt<BlockRequest> attempt, HoldChange change, Instant now,
            List<Allotment> allotments) {
        return new HoldRow(
                attempt.id(), Life.first(change, now),
                new Origin(Optional.empty(), now, change.note()), Hold.Notes.NONE, allotments);
    }

    @Override
    BlockOutcome made(HoldRow row, boolean again) {
        return new BlockOutcome.Blocked(
                new Hold.Blocked(row.basket(), row.origin().reason().orElse("")), again);
    }

    @Override
    Refusal refusal(Transaction tx, ClaimBatches batches, BlockRequest request, Refusal refusal)
            throws SQLException {
        return refusal instanceof Refusal.Unavailable
                ? inTheWay(tx, batches, request.claims()) : refusal;
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
}
