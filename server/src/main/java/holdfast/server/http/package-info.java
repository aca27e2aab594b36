/// HTTP: server, routes, requests, answers, CORS, and limits on bodies and time.
///
/// May import: server.auth, server.json, digest, holdfast, io.helidon, com.fasterxml.jackson,
/// org.slf4j, java.net.http.
@NullMarked
package holdfast.server.http;

import org.jspecify.annotations.NullMarked;
