/// Authentication and permissions: API keys, staff, sessions, rate limits.
///
/// May import: server.json, server.store, change, digest, holdfast, postgres, java.sql, org.slf4j,
/// org.bouncycastle.
@NullMarked
package holdfast.server.auth;

import org.jspecify.annotations.NullMarked;
