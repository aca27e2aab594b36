/// Bounds: queues, batches, query sizes and time limits, and the behaviour at each bound.
///
/// May import: holdfast, holdfast.engine, holdfast.testkit, java.sql.
@NullMarked
package holdfast.proof.limit;

import org.jspecify.annotations.NullMarked;
