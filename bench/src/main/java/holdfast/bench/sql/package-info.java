/// A thin layer over JDBC for the contenders, the set-up and the audit.
///
/// May import: java.sql.
@NullMarked
package holdfast.bench.sql;

import org.jspecify.annotations.NullMarked;
