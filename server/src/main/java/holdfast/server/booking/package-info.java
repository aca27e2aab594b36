/// From a basket to a booking: which claims an item stands for, what it costs, and how the result
/// is described to the customer.
///
/// May import: server.catalog, server.json, server.pictures, change, digest, holdfast, postgres,
/// com.fasterxml.jackson, org.slf4j, java.sql.SQLException, java.sql.ResultSet,
/// javax.sql.DataSource.
@NullMarked
package holdfast.server.booking;

import org.jspecify.annotations.NullMarked;
