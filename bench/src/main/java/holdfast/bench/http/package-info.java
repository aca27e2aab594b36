/// HTTP clients for a started server. They use little CPU, because they share the machine with it.
///
/// May import: bench.sale, bench.measure, holdfast.
@NullMarked
package holdfast.bench.http;

import org.jspecify.annotations.NullMarked;
