/// What the schema promises, and where each promise is written down and proved.
///
/// May import: guards.
@NullMarked
package holdfast.guards.schema;

import org.jspecify.annotations.NullMarked;
