/// Every promise of the schema, broken on purpose; and what no constraint can see, found by the
/// audit.
///
/// May import: holdfast, holdfast.engine, holdfast.testkit, java.sql, org.postgresql.
@NullMarked
package holdfast.proof.promise;

import org.jspecify.annotations.NullMarked;
