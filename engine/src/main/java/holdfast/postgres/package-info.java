/// Access to PostgreSQL by JDBC: transactions, pipelines and failures. Nothing here is about
/// booking.
///
/// May import: java.sql.
@NullMarked
package holdfast.postgres;

import org.jspecify.annotations.NullMarked;
