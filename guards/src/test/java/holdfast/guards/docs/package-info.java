/// What the documentation says is so: its links lead somewhere, its code compiles and runs, and its
/// map is the map of this house.
///
/// May import: guards, jdk.compiler, java.compiler, holdfast, engine, testkit, java.sql.
@NullMarked
package holdfast.guards.docs;

import org.jspecify.annotations.NullMarked;
