/// Traces: what a request went through and how long each part took, sent to whoever collects them.
/// Without an endpoint none of this exists.
///
/// May import: server.http, server.auth, server.ops, server.json, java.net.http, org.slf4j.
@NullMarked
package holdfast.server.trace;

import org.jspecify.annotations.NullMarked;
