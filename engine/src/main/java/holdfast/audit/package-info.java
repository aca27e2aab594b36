/// The audit: recomputes every pool, seat map and calendar from the journal and from the claims,
/// and compares. It shares only the allotments' notation with the code that writes them, so that it
/// finds errors of that code.
///
/// May import: claims, digest, postgres, holdfast,
/// java.sql.SQLException, java.sql.ResultSet.
@NullMarked
package holdfast.audit;

import org.jspecify.annotations.NullMarked;
