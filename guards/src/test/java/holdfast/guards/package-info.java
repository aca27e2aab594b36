/// The base of the guards: the repository's files, its parsed sources and its class files. The
/// rules themselves are in the packages below, one to a file.
///
/// May import: java.compiler, jdk.compiler.
@NullMarked
package holdfast.guards;

import org.jspecify.annotations.NullMarked;
