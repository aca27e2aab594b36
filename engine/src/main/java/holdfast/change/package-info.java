/// Changes of what is on sale, in one transaction with the caller's rows; the audit's view of
/// both; and reading both on one snapshot.
///
/// May import: postgres, holdfast, java.sql.SQLException, java.sql.ResultSet.
@NullMarked
package holdfast.change;

import org.jspecify.annotations.NullMarked;
