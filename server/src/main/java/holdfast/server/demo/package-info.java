/// The demonstration: a concert hall, a club night and a spa, and a crowd of simulated customers.
///
/// May import: server.catalog, server.booking, server.json, server.payment, server.pictures,
/// holdfast, org.slf4j, java.awt, java.sql, javax.imageio, javax.sql.
@NullMarked
package holdfast.server.demo;

import org.jspecify.annotations.NullMarked;
