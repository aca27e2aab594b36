/// The settings: their definitions, sources and error messages.
///
/// May import: nothing.
@NullMarked
package holdfast.server.settings;

import org.jspecify.annotations.NullMarked;
