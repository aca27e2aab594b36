package holdfast.claims;

import holdfast.Claim;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// One kind's inventory as one batch sees it: named, then locked, then loaded, then decided upon in
/// memory, then written. Nobody else can move it between the lock and the end of the transaction.
public interface ClaimBatch<C extends Claim, P extends Allotment> extends AutoCloseable {

    /// The batch will ask for this.
    void want(C claim);

    /// The batch will move this.
    void touch(P allotment);

    /// Locks the rows of all that is wanted or touched, in the order of their ids.
    void lock(Transaction tx, Pipeline pipeline) throws SQLException;

    /// After the lock: whatever else the decisions need, as of `now`.
    void load(Transaction tx, Instant now) throws SQLException;

    ClaimDecision take(HoldChange cause, int item, C claim);

    /// What is live and would have to go before the claim could be granted to the house.
    List<Standing> inTheWay(Transaction tx, C claim) throws SQLException;

    void keep(HoldChange cause, P allotment);

    void give(HoldChange cause, P allotment);

    /// Takes what the same hold has just given, as a part of another item; nothing is asked of it.
    void takeBack(HoldChange cause, P allotment);

    /// Which of these are (still) claimed by those holds.
    List<Standing> present(Transaction tx, List<Standing> allotments) throws SQLException;

    int mark();

    void undo(int mark);

    /// Adds what was decided to the trip and the journal's lines to `lines`. Where a write finds
    /// other rows than the decision spoke of, the trip fails.
    void write(Pipeline pipeline, List<PendingLine> lines);

    /// The transaction is committed: what is remembered is now true.
    void committed();

    @Override
    void close();

    record Standing(String hold, Allotment allotment) {}
}
