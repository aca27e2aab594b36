/// The ways of holding that are compared: Holdfast's engine, and each way that is commonly advised,
/// written once, on the same tables.
///
/// May import: holdfast, engine, database, bench.sale, bench.sql, java.sql, redis.clients.jedis,
/// org.apache.commons.pool2.
@NullMarked
package holdfast.bench.way;

import org.jspecify.annotations.NullMarked;
