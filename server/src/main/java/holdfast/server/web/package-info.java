/// What all pages share: the layout, the visitor's language and formats, the assets, and the CSRF
/// guard.
///
/// May import: server.auth, server.http, server.catalog, server.booking, digest, holdfast,
/// gg.jte.
@NullMarked
package holdfast.server.web;

import org.jspecify.annotations.NullMarked;
