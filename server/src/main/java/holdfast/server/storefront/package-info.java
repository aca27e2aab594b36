/// The storefront: the pages on which customers book. A page's template is next to its class.
///
/// May import: server.web, server.auth, server.http, server.json, server.catalog, server.booking,
/// server.ical, server.tickets, server.payment, server.pictures, server.receipts, server.wallet, server.mail,
/// digest, holdfast, gg.jte, org.slf4j.
@NullMarked
package holdfast.server.storefront;

import org.jspecify.annotations.NullMarked;
