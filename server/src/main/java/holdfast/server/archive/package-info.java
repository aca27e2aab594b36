/// Archive files: what ended long ago is moved out of the database into files that can be audited.
///
/// May import: server.booking, server.json, change, holdfast, postgres,
/// com.fasterxml.jackson, org.slf4j, java.sql.SQLException.
@NullMarked
package holdfast.server.archive;

import org.jspecify.annotations.NullMarked;
