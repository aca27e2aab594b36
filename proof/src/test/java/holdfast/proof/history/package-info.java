/// Histories: crowds of clients on several nodes, with injected faults; the judge checks the
/// answers that they got.
///
/// May import: proof.*, testkit, judge, change, engine, database, postgres, holdfast,
/// java.sql, org.postgresql.
@NullMarked
package holdfast.proof.history;

import org.jspecify.annotations.NullMarked;
