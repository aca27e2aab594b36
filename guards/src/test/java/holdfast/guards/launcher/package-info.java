/// The launcher at the root of the repository, tested with a stub build and a stub Java.
///
/// May import: guards.
@NullMarked
package holdfast.guards.launcher;

import org.jspecify.annotations.NullMarked;
