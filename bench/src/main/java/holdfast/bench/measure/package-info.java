/// The clients, and how what they saw is counted.
///
/// May import: bench.sale, bench.way.
@NullMarked
package holdfast.bench.measure;

import org.jspecify.annotations.NullMarked;
