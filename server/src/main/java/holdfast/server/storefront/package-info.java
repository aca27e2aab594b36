/// The counter: the pages on which customers book. A page's template stands beside its class.
///
/// May import: server.web, server.access, server.http, server.catalog, server.checkout, holdfast,
/// gg.jte, org.slf4j.
@NullMarked
package holdfast.server.storefront;

import org.jspecify.annotations.NullMarked;
