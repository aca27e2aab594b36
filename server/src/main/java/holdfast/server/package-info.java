/// The shop. So far it has a demonstration and the audit, on the command line.
///
/// May import: server.demo, server.settings, holdfast; Main also engine, database, javax.sql;
/// Copies also engine, database, javax.sql.
@NullMarked
package holdfast.server;

import org.jspecify.annotations.NullMarked;
