package holdfast.claims;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/// The inventories of one kind that one change puts on sale or takes off sale: locked, then
/// decided, then written. One that is as wanted already is only locked.
public interface OfferBatch {

    /// Makes missing rows and locks all of them, in the order of their ids.
    void lock(Pipeline pipeline);

    /// After the locks: finds what stands against the change, and expired claims in its way.
    void decide(Transaction tx, Instant now, Objections objections) throws SQLException;

    /// Adds the decisions to the pipeline and the journal's lines to `lines`.
    void write(Pipeline pipeline, List<PendingLine> lines);

    /// The version that an inventory has once it is written; empty if it does not exist.
    OptionalLong version(String inventory);
}
