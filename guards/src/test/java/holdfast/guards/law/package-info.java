/// The import law: who may know whom.
///
/// May import: house, jdk.compiler.
@NullMarked
package holdfast.guards.law;

import org.jspecify.annotations.NullMarked;
