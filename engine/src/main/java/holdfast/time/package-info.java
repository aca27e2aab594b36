/// Calendars with lanes: in one lane no two intervals overlap.
///
/// May import: claims, postgres, holdfast,
/// java.sql.SQLException, java.sql.ResultSet.
@NullMarked
package holdfast.time;

import org.jspecify.annotations.NullMarked;
