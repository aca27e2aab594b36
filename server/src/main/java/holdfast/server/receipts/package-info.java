/// Receipts: numbered without gaps, made for what was paid, never changed, and corrected by a
/// receipt that names the corrected one.
///
/// May import: server.booking, server.catalog, server.json, server.tickets, server.web, change,
/// holdfast, postgres, org.apache.pdfbox, org.slf4j, java.sql, javax.sql.DataSource.
@NullMarked
package holdfast.server.receipts;

import org.jspecify.annotations.NullMarked;
