/// The import law: who may know whom.
///
/// May import: guards, jdk.compiler.
@NullMarked
package holdfast.guards.law;

import org.jspecify.annotations.NullMarked;
