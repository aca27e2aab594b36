/// The counter: the pages on which customers book. A page's template stands beside its class.
///
/// May import: server.web, server.auth, server.http, server.catalog, server.booking, holdfast,
/// gg.jte, org.slf4j.
@NullMarked
package holdfast.server.storefront;

import org.jspecify.annotations.NullMarked;
