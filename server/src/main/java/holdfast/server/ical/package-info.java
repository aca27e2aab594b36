/// Bookings as iCalendar files, for downloads and for mails.
///
/// May import: server.booking, server.catalog, holdfast.
@NullMarked
package holdfast.server.ical;

import org.jspecify.annotations.NullMarked;
