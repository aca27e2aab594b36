/// Checks of the documentation: links have targets, code compiles and runs, commands work, and
/// outcomes and refusals are complete.
///
/// May import: guards, jdk.compiler, java.compiler, holdfast, engine, testkit, java.sql.
@NullMarked
package holdfast.guards.docs;

import org.jspecify.annotations.NullMarked;
