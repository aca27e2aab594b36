/// Crashes: nodes and databases are killed or paused in the middle of their work; every answer that
/// was given before still holds afterwards.
///
/// May import: proof.*, testkit, judge, engine, database, holdfast, java.sql,
/// org.postgresql.
@NullMarked
package holdfast.proof.crash;

import org.jspecify.annotations.NullMarked;
