/// What runs by itself: it tidies, audits and looks after the database now and then. Nothing else
/// depends on it: without it there is less tidiness and less to see, and everything sold is sold.
///
/// May import: server.ops, holdfast, java.sql, org.slf4j.
@NullMarked
package holdfast.server.jobs;

import org.jspecify.annotations.NullMarked;
