/// Capacity of a pool, a count that never goes below zero.
///
/// May import: claims, postgres, holdfast,
/// java.sql.SQLException, java.sql.ResultSet.
@NullMarked
package holdfast.capacity;

import org.jspecify.annotations.NullMarked;
