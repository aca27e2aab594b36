/// Changes of what is on sale, in one transaction with the caller's rows; and the audit's view of
/// both.
///
/// May import: postgres, holdfast, java.sql.SQLException, java.sql.ResultSet.
@NullMarked
package holdfast.change;

import org.jspecify.annotations.NullMarked;
