/// The catalogue of a workspace: events, services, calendars, venues and charts. Every version is
/// written to the database once; reads come from memory.
///
/// May import: server.json, digest, holdfast, postgres, com.fasterxml.jackson, org.slf4j,
/// java.sql.SQLException, java.sql.ResultSet, javax.sql.DataSource.
@NullMarked
package holdfast.server.catalog;

import org.jspecify.annotations.NullMarked;
