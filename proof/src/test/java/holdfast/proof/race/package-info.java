/// Many at once for the same thing, on two engines: exactly as many win as there is room, everybody
/// else gets a legal answer, and afterwards the audit finds nothing. A race names in its tags the
/// constraints that stand behind it.
///
/// May import: holdfast, holdfast.change, holdfast.engine, holdfast.postgres, holdfast.testkit,
/// java.sql.
@NullMarked
package holdfast.proof.race;

import org.jspecify.annotations.NullMarked;
