/// Live availability: one replica for each event that is viewed. It follows the engine's journal,
/// and all viewers on this node share it.
///
/// May import: server.catalog, server.booking, server.json, digest, holdfast,
/// com.fasterxml.jackson, org.slf4j.
@NullMarked
package holdfast.server.availability;

import org.jspecify.annotations.NullMarked;
