/// The launcher at the root of the house, tried with a build and a Java that only pretend to work.
///
/// May import: guards.
@NullMarked
package holdfast.guards.launcher;

import org.jspecify.annotations.NullMarked;
