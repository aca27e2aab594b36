/// What is free, as it changes: one board for each event that somebody looks at, which follows the
/// engine's journal and is shared by all who look.
///
/// May import: server.catalog, server.booking, server.json, holdfast, com.fasterxml.jackson,
/// org.slf4j.
@NullMarked
package holdfast.server.availability;

import org.jspecify.annotations.NullMarked;
