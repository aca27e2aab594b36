/// Tracing: spans of requests and verbs, exported over OTLP by OpenTelemetry's SDK. Without a
/// configured endpoint nothing is traced and the SDK is not loaded.
///
/// May import: server.http, server.auth, server.ops, io.opentelemetry, org.slf4j.
@NullMarked
package holdfast.server.trace;

import org.jspecify.annotations.NullMarked;
