/// Contract tests: what every kind of inventory must do, checked for each by the same tests.
///
/// May import: holdfast, holdfast.engine, holdfast.testkit.
@NullMarked
package holdfast.proof.kind;

import org.jspecify.annotations.NullMarked;
