/// The audit: recomputes every pool, seat map and calendar from the journal and from the claims,
/// and compares. With the code that writes them it shares only the notation of allotments and the
/// names of states, verbs and effects, so that it finds errors of that code.
///
/// May import: claims, digest, postgres, holdfast,
/// java.sql.SQLException, java.sql.ResultSet.
@NullMarked
package holdfast.audit;

import org.jspecify.annotations.NullMarked;
