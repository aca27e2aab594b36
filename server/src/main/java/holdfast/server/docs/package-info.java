/// The API's documentation: OpenAPI for machines, pages for people. Both are generated from the
/// list of routes, `operations.json` and `schemas.json`.
///
/// May import: server.http, server.json, server.auth, com.fasterxml.jackson, org.commonmark.
@NullMarked
package holdfast.server.docs;

import org.jspecify.annotations.NullMarked;
