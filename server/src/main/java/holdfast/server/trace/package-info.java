/// Tracing: spans of requests and verbs, exported over OTLP. Without a configured endpoint nothing
/// is traced.
///
/// May import: server.http, server.auth, server.ops, server.json, java.net.http, org.slf4j.
@NullMarked
package holdfast.server.trace;

import org.jspecify.annotations.NullMarked;
