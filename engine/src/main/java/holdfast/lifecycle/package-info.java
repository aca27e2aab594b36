/// The verbs. Each is one class that answers a batch of requests in one transaction.
///
/// May import: change, seats, capacity, time, claims, digest, postgres, holdfast,
/// java.sql.SQLException, java.sql.ResultSet.
@NullMarked
package holdfast.lifecycle;

import org.jspecify.annotations.NullMarked;
