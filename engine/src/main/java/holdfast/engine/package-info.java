/// The engine: batches, retries, reads and limits.
///
/// May import: change, lifecycle, audit, seats, capacity, time, claims, digest, postgres,
/// holdfast, java.sql.SQLException, java.sql.ResultSet, javax.sql.DataSource.
@NullMarked
package holdfast.engine;

import org.jspecify.annotations.NullMarked;
