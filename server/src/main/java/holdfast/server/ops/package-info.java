/// Operations: metrics, health checks and logs. No other feature depends on their output.
///
/// May import: server.http, server.auth, server.json, server.settings, holdfast, io.prometheus,
/// ch.qos.logback, org.slf4j, java.sql, java.logging, java.management,
/// jdk.management; EngineMetrics also engine.
@NullMarked
package holdfast.server.ops;

import org.jspecify.annotations.NullMarked;
