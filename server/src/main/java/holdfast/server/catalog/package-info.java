/// What a workspace offers: events, services, calendars, venues and charts. It is written to the
/// database once for each version and read from memory.
///
/// May import: server.json, holdfast, postgres, com.fasterxml.jackson, org.slf4j,
/// java.sql.SQLException, java.sql.ResultSet, javax.sql.DataSource.
@NullMarked
package holdfast.server.catalog;

import org.jspecify.annotations.NullMarked;
