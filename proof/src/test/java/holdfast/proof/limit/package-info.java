/// What is bounded, and what happens at the bound.
///
/// May import: holdfast, holdfast.engine, holdfast.testkit, java.sql.
@NullMarked
package holdfast.proof.limit;

import org.jspecify.annotations.NullMarked;
