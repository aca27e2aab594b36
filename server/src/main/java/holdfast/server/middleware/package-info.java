/// The gate before the routes: who it is, whether they may, and whether they come too often.
///
/// May import: server.http, server.auth, server.settings, io.helidon.
@NullMarked
package holdfast.server.middleware;

import org.jspecify.annotations.NullMarked;
