/// The demonstration: a hall, a club night and a spa, and a crowd that wants all of it at once.
///
/// May import: server.catalog, server.booking, server.json, holdfast.
@NullMarked
package holdfast.server.demo;

import org.jspecify.annotations.NullMarked;
