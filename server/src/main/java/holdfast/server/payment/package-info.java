/// Payments: a payment, its hold and the provider are driven forward, by steps that are written
/// before they are sent, until they agree.
///
/// May import: server.booking, server.catalog, server.json, server.outbox, server.store, change,
/// digest, holdfast, postgres, com.fasterxml.jackson, org.slf4j, java.net.http,
/// java.sql.SQLException, java.sql.ResultSet, javax.sql.DataSource.
@NullMarked
package holdfast.server.payment;

import org.jspecify.annotations.NullMarked;
