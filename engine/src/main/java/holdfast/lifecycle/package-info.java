/// The hall: one verb, one file, one transaction over a batch of requests.
///
/// May import: change, seats, capacity, time, claims, postgres, holdfast,
/// java.sql.SQLException, java.sql.ResultSet.
@NullMarked
package holdfast.lifecycle;

import org.jspecify.annotations.NullMarked;
