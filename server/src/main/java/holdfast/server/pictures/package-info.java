/// Pictures of events, services and people: decoded within bounds, encoded again in a few widths,
/// stored under the hash of what was uploaded, and served for ever.
///
/// May import: server.catalog, server.http, server.auth, server.store, digest, holdfast, postgres,
/// java.awt, java.sql, javax.imageio, javax.sql.DataSource.
@NullMarked
package holdfast.server.pictures;

import org.jspecify.annotations.NullMarked;
