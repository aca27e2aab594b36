/// What is described and what is on sale change together, with rows of the caller's, or not at all.
///
/// May import: holdfast, holdfast.change, holdfast.engine, holdfast.postgres, holdfast.testkit,
/// java.sql.
@NullMarked
package holdfast.proof.change;

import org.jspecify.annotations.NullMarked;
