/// What is on sale in a benchmark, what its clients ask for, and the audit of what was sold.
///
/// May import: holdfast, bench.sql, java.sql.
@NullMarked
package holdfast.bench.sale;

import org.jspecify.annotations.NullMarked;
