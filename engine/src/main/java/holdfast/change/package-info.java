/// Changes of what is on sale, in one transaction with rows of the caller's; and what an audit
/// compares of both.
///
/// May import: postgres, holdfast, java.sql.SQLException.
@NullMarked
package holdfast.change;

import org.jspecify.annotations.NullMarked;
