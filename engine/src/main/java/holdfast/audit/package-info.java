/// The audit: recomputes every pool, seat and calendar from the journal and from the claims, and
/// compares. It shares nothing with the rooms but the notation of pieces, so that it can find them
/// wrong.
///
/// May import: claims, postgres, holdfast,
/// java.sql.SQLException, java.sql.ResultSet.
@NullMarked
package holdfast.audit;

import org.jspecify.annotations.NullMarked;
