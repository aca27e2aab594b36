/// Mails about bookings: written in the customer's language, sent by SMTP or kept as files, tried
/// again until the receiving server has answered for good.
///
/// May import: server.web, server.ical, server.booking, server.catalog, holdfast,
/// postgres, gg.jte, jakarta.mail, jakarta.activation, org.eclipse.angus, org.slf4j, java.sql,
/// javax.sql.DataSource.
@NullMarked
package holdfast.server.mail;

import org.jspecify.annotations.NullMarked;
