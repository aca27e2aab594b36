/// The rules for Java sources and class files.
///
/// May import: guards, jdk.compiler, java.compiler.
@NullMarked
package holdfast.guards.code;

import org.jspecify.annotations.NullMarked;
