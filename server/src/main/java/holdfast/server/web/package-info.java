/// What every page has: the layout, the visitor's language and formats, the assets, and the guard
/// against forms that other sites send.
///
/// May import: server.auth, server.http, server.catalog, server.booking, holdfast, gg.jte.
@NullMarked
package holdfast.server.web;

import org.jspecify.annotations.NullMarked;
