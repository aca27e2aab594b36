/// What every kind of inventory must do alike, checked for each of them by the same tests.
///
/// May import: holdfast, holdfast.engine, holdfast.testkit.
@NullMarked
package holdfast.proof.kind;

import org.jspecify.annotations.NullMarked;
