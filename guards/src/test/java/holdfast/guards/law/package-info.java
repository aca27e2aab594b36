/// The import law: which package may import which.
///
/// May import: guards, jdk.compiler.
@NullMarked
package holdfast.guards.law;

import org.jspecify.annotations.NullMarked;
