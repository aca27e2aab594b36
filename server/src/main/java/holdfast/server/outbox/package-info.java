/// The outbox: each change of a booking or a payment is written with it, and handed on to mails, to
/// webhooks and to readers of the list of changes.
///
/// May import: server.booking, change, holdfast, postgres, java.sql, javax.sql.DataSource.
@NullMarked
package holdfast.server.outbox;

import org.jspecify.annotations.NullMarked;
