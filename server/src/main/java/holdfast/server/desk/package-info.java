/// The desk: the pages that staff see, after they signed in. A page's template is next to its class.
///
/// May import: server.web, server.auth, server.http, server.catalog, server.booking,
/// server.tickets, holdfast, gg.jte.
@NullMarked
package holdfast.server.desk;

import org.jspecify.annotations.NullMarked;
