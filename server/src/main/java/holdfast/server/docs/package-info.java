/// What the API says of itself: OpenAPI for machines, pages for people. Both are made of the list
/// of routes and of what `operations.json` and `schemas.json` add to it.
///
/// May import: server.http, server.json, server.auth, com.fasterxml.jackson.
@NullMarked
package holdfast.server.docs;

import org.jspecify.annotations.NullMarked;
