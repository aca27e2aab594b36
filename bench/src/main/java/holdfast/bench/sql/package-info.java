/// Plain JDBC in few words, for the contenders, the stage and the audit alike.
///
/// May import: java.sql.
@NullMarked
package holdfast.bench.sql;

import org.jspecify.annotations.NullMarked;
