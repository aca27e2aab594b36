/// The API's documentation: OpenAPI for machines, pages for people. Both are generated from the
/// list of routes, `operations.json` and `schemas.json`; guides are
/// the pages of `docs`.
///
/// May import: server.http, server.json, server.auth, server.web, com.fasterxml.jackson,
/// org.commonmark, gg.jte.
@NullMarked
package holdfast.server.docs;

import org.jspecify.annotations.NullMarked;
