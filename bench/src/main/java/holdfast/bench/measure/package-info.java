/// The clients' loops, and the counts and latencies of their answers.
///
/// May import: bench.sale, bench.way.
@NullMarked
package holdfast.bench.measure;

import org.jspecify.annotations.NullMarked;
