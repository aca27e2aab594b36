/// Reports: sales, occupancy, missed visits, taxes and payments of a period. Each is read on one
/// snapshot, row by row, and keeps only its sums.
///
/// May import: server.booking, server.catalog, server.receipts, change, holdfast, postgres,
/// java.sql.ResultSet, java.sql.SQLException.
@NullMarked
package holdfast.server.reports;

import org.jspecify.annotations.NullMarked;
