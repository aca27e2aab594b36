/// Tickets of bookings and their check-in: rows, signed codes, PDF and QR, doors, scans.
///
/// May import: server.booking, server.catalog, server.store, server.web, change, digest, holdfast,
/// postgres, org.apache.pdfbox, io.nayuki.qrcodegen, java.sql, java.awt.image, javax.imageio,
/// javax.sql.DataSource.
@NullMarked
package holdfast.server.tickets;

import org.jspecify.annotations.NullMarked;
