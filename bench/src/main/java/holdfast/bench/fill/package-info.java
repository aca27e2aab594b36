/// How full best seats sell a hall before the first pair is refused.
///
/// May import: holdfast.
@NullMarked
package holdfast.bench.fill;

import org.jspecify.annotations.NullMarked;
