/// What can be set, where it is read from, and what is told when it is wrong.
///
/// May import: nothing.
@NullMarked
package holdfast.server.settings;

import org.jspecify.annotations.NullMarked;
