package holdfast.claims;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/// The inventories of one kind that one change puts on sale or takes off sale: locked, then
/// decided, then written. What is as wanted already is locked and left alone.
public interface OfferBatch {

    /// Makes the rows that are not there yet and locks all of them, in the order of their ids.
    void lock(Pipeline pipeline);

    /// After the locks: finds what stands against the change, and what has lapsed in its way.
    void decide(Transaction tx, Instant now, Objections objections) throws SQLException;

    /// Adds what was decided to the trip and the journal's lines to `lines`.
    void write(Pipeline pipeline, List<PendingLine> lines);

    /// The version that an inventory has when it is written; nothing where there is none.
    OptionalLong version(String inventory);
}
