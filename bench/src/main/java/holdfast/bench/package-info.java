/// The numbers in the README come from here: the engine and the other ways of holding, side by side
/// in one run, on one database, each run audited afterwards.
///
/// May import: holdfast, engine, database, bench.sale, bench.way, bench.measure, bench.http,
/// bench.sql, java.sql, jdk.management, java.management.
@NullMarked
package holdfast.bench;

import org.jspecify.annotations.NullMarked;
