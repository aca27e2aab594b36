/// Runs before the routes: authentication, permissions and rate limits of a request.
///
/// May import: server.http, server.auth, server.settings, io.helidon.
@NullMarked
package holdfast.server.middleware;

import org.jspecify.annotations.NullMarked;
