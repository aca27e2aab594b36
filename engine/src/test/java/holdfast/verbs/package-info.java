/// The engine on a real database, in seconds: every verb on every kind, batches, retries and
/// statements. What is true for all interleavings, faults and crashes is proved in `proof`.
///
/// May import: holdfast, holdfast.change, holdfast.engine, holdfast.postgres, holdfast.database,
/// java.sql, jdk.jfr.
@NullMarked
package holdfast.verbs;

import org.jspecify.annotations.NullMarked;
