/// Room 1: capacity, a count that never goes below zero.
///
/// May import: claims, postgres, holdfast,
/// java.sql.SQLException, java.sql.ResultSet.
@NullMarked
package holdfast.capacity;

import org.jspecify.annotations.NullMarked;
