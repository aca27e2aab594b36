/// Short transactions over the server's own tables.
///
/// May import: holdfast, postgres, java.sql.SQLException, javax.sql.DataSource.
@NullMarked
package holdfast.server.store;

import org.jspecify.annotations.NullMarked;
