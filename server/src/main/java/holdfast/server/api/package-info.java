/// The API: one file for each resource. It turns requests into verbs and outcomes into statuses,
/// and decides nothing.
///
/// May import: server.http, server.json, server.auth, server.catalog, server.booking,
/// server.availability, holdfast, com.fasterxml.jackson.
@NullMarked
package holdfast.server.api;

import org.jspecify.annotations.NullMarked;
