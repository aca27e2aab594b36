/// What Java sources and class files may contain.
///
/// May import: guards, jdk.compiler, java.compiler.
@NullMarked
package holdfast.guards.code;

import org.jspecify.annotations.NullMarked;
