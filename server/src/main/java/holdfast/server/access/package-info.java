/// Who asks, and what they may.
///
/// May import: server.json, holdfast, postgres, java.sql.
@NullMarked
package holdfast.server.access;

import org.jspecify.annotations.NullMarked;
