/// Changes that write a caller's own rows and what is on sale together, or not at all.
///
/// May import: holdfast, holdfast.change, holdfast.engine, holdfast.postgres, holdfast.testkit,
/// java.sql.
@NullMarked
package holdfast.proof.change;

import org.jspecify.annotations.NullMarked;
