/// Seats of a seat map, each sold once.
///
/// May import: claims, digest, postgres, holdfast,
/// java.sql.SQLException, java.sql.ResultSet.
@NullMarked
package holdfast.seats;

import org.jspecify.annotations.NullMarked;
