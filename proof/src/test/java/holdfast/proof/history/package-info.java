/// Histories: crowds of clients on several nodes, with everything breaking underneath them, and a
/// judge who reads what they were told.
///
/// May import: proof.*, testkit, judge, change, engine, database, postgres, holdfast,
/// java.sql, org.postgresql.
@NullMarked
package holdfast.proof.history;

import org.jspecify.annotations.NullMarked;
