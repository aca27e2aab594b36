/// HTTP: what is asked, what is answered, and which path leads where. It decides nothing.
///
/// May import: server.auth, server.json, holdfast, io.helidon, com.fasterxml.jackson, org.slf4j,
/// java.net.http.
@NullMarked
package holdfast.server.http;

import org.jspecify.annotations.NullMarked;
