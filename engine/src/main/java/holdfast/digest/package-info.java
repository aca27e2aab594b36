/// Digests, for the engine and for the programs around it.
///
/// May import: nothing.
@NullMarked
package holdfast.digest;

import org.jspecify.annotations.NullMarked;
