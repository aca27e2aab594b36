/// Fills a database with past bookings, and measures the engine and the search on it.
///
/// May import: holdfast, engine, server.booking, bench.sql, bench.measure, java.sql.
@NullMarked
package holdfast.bench.past;

import org.jspecify.annotations.NullMarked;
