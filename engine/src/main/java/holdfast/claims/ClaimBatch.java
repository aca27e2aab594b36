package holdfast.claims;

import holdfast.Claim;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// The inventories of one kind in one batch: named, then locked, then loaded, then decided in
/// memory, then written. No other transaction can move them between the lock and the end of this
/// one.
public interface ClaimBatch<C extends Claim, P extends Allotment> extends AutoCloseable {

    /// Names a claim that the batch will decide.
    void want(C claim);

    /// Names an allotment that the batch will move.
    void touch(P allotment);

    /// Locks the rows of all that is wanted or touched, in the order of their ids.
    void lock(Transaction tx, Pipeline pipeline) throws SQLException;

    /// After the lock: reads what else the decisions need, as of `now`.
    void load(Transaction tx, Instant now) throws SQLException;

    ClaimDecision take(HoldChange cause, int item, C claim);

    /// The live claims that would have to end before the venue could block the claim.
    List<Standing> inTheWay(Transaction tx, C claim) throws SQLException;

    void keep(HoldChange cause, P allotment);

    void give(HoldChange cause, P allotment);

    /// Takes again what the same hold has just given, as a part of another item, without a check.
    void takeBack(HoldChange cause, P allotment);

    /// Which of these are (still) claimed by those holds.
    List<Standing> present(Transaction tx, List<Standing> allotments) throws SQLException;

    int mark();

    void undo(int mark);

    /// Adds the decisions to the pipeline and the journal's lines to `lines`. The pipeline fails if
    /// a write finds other rows than the decision saw.
    void write(Pipeline pipeline, List<PendingLine> lines);

    /// After the commit: what is cached is now committed.
    void committed();

    @Override
    void close();

    record Standing(String hold, Allotment allotment) {}
}
