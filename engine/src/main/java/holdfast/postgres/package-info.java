/// The cellar: knows JDBC, knows nothing of booking.
///
/// May import: java.sql.
@NullMarked
package holdfast.postgres;

import org.jspecify.annotations.NullMarked;
