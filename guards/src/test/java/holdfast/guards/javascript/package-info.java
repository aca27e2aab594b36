/// Runs the checks of the JavaScript that the server sends.
///
/// May import: guards.
@NullMarked
package holdfast.guards.javascript;

import org.jspecify.annotations.NullMarked;
