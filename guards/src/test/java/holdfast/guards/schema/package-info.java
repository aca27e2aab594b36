/// The rules for the schema: names and keys, and where each promise is documented and proved.
///
/// May import: guards.
@NullMarked
package holdfast.guards.schema;

import org.jspecify.annotations.NullMarked;
