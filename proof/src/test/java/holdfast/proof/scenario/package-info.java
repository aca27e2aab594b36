/// The life cycle as text: a small readable language, the files written in it, and what runs them.
///
/// May import: holdfast, holdfast.engine, holdfast.testkit.
@NullMarked
package holdfast.proof.scenario;

import org.jspecify.annotations.NullMarked;
