/// The benchmark behind the README's numbers: the engine and other ways of holding, side by side in
/// one run, on one database, with an audit after each run.
///
/// May import: holdfast, engine, database, bench.fill, bench.past, bench.sale, bench.way, bench.measure,
/// bench.http, bench.served, bench.sql, java.sql, jdk.httpserver, jdk.management, java.management.
@NullMarked
package holdfast.bench;

import org.jspecify.annotations.NullMarked;
