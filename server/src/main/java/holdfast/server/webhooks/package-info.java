/// Webhooks by Standard Webhooks 1.0.0: endpoints of other systems, and signed messages to them
/// about changes of bookings.
///
/// May import: server.outbox, server.booking, server.json, server.settings, change, holdfast, postgres,
/// org.slf4j, java.sql, javax.sql.DataSource.
@NullMarked
package holdfast.server.webhooks;

import org.jspecify.annotations.NullMarked;
