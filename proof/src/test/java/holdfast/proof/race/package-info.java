/// Many requests at once for the same inventory, on two engines: exactly as many win as there is
/// room, the others get a legal refusal, and the audit afterwards is clean. A race's tags name the
/// constraints that it tests.
///
/// May import: holdfast, holdfast.change, holdfast.engine, holdfast.postgres, holdfast.testkit,
/// java.sql.
@NullMarked
package holdfast.proof.race;

import org.jspecify.annotations.NullMarked;
