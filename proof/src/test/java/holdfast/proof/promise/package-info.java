/// Violations of every promise of the schema, and what no constraint can see but the audit finds.
///
/// May import: holdfast, holdfast.change, holdfast.database, holdfast.engine, holdfast.postgres,
/// holdfast.testkit, java.sql, org.postgresql.
@NullMarked
package holdfast.proof.promise;

import org.jspecify.annotations.NullMarked;
