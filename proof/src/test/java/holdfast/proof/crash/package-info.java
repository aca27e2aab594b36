/// Crashes: nodes and databases are killed, or stopped for a while, in the middle of everything;
/// whatever anybody was told before is still so afterwards.
///
/// May import: proof.*, testkit, judge, engine, database, holdfast, java.sql,
/// org.postgresql.
@NullMarked
package holdfast.proof.crash;

import org.jspecify.annotations.NullMarked;
