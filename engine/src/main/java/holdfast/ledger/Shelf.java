package holdfast.ledger;

import holdfast.Claim;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// One kind's inventory as one batch sees it: named, then locked, then loaded, then decided upon in
/// memory, then written. Nobody else can move it between the lock and the end of the transaction.
public interface Shelf<C extends Claim, P extends Piece> extends AutoCloseable {

    /// The batch will ask for this.
    void want(C claim);

    /// The batch will move this.
    void touch(P piece);

    /// Locks the rows of all that is wanted or touched, in the order of their ids.
    void lock(Tx tx, Trip trip) throws SQLException;

    /// After the lock: whatever else the decisions need, as of `now`.
    void load(Tx tx, Instant now) throws SQLException;

    Verdict take(Cause cause, int item, C claim);

    /// What is live and would have to go before the claim could be granted to the house.
    List<Standing> inTheWay(Tx tx, C claim) throws SQLException;

    void keep(Cause cause, P piece);

    void give(Cause cause, P piece);

    /// Takes what the same hold has just given, as a part of another item; nothing is asked of it.
    void takeBack(Cause cause, P piece);

    /// Which of these are (still) claimed by those holds.
    List<Standing> present(Tx tx, List<Standing> pieces) throws SQLException;

    int mark();

    void undo(int mark);

    /// Adds what was decided to the trip and the journal's lines to `lines`. Where a write finds
    /// other rows than the decision spoke of, the trip fails.
    void write(Trip trip, List<Line> lines);

    /// The transaction is committed: what is remembered is now true.
    void committed();

    @Override
    void close();

    record Standing(String hold, Piece piece) {}
}
