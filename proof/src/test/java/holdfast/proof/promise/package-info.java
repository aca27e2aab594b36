/// Every promise of the schema, broken on purpose.
///
/// May import: holdfast, holdfast.testkit, java.sql, org.postgresql.
@NullMarked
package holdfast.proof.promise;

import org.jspecify.annotations.NullMarked;
