/// The shop: what can be said to it, and what it is put together from.
///
/// May import: server.access, server.api, server.catalog, server.checkout, server.demo,
/// server.docs, server.gate, server.http, server.live, server.oidc, server.settings, server.trace,
/// server.watch, server.web, server.web.counter, server.work, change, holdfast, org.slf4j,
/// javax.sql; Main also engine, database; Serve also engine, database; Copies also engine,
/// database.
@NullMarked
package holdfast.server;

import org.jspecify.annotations.NullMarked;
