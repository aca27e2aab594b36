/// Periodic jobs: expire holds, audit, measure the database. Selling does not depend on them.
///
/// May import: server.ops, engine, holdfast, postgres, java.sql, org.slf4j.
@NullMarked
package holdfast.server.jobs;

import org.jspecify.annotations.NullMarked;
