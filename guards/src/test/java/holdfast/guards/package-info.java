/// What the rules of the house stand on: the repository as it lies on the disk, its texts, its
/// parsed sources and its class files. The rules themselves are in the packages below, one to a
/// file.
///
/// May import: java.compiler, jdk.compiler.
@NullMarked
package holdfast.guards;

import org.jspecify.annotations.NullMarked;
