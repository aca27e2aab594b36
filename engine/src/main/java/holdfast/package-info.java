/// The public API of the engine. Inventory is offered, claims ask for it, a hold has all of its
/// claims or none, and every verb answers with an outcome.
///
/// May import: nothing of Holdfast.
@NullMarked
package holdfast;

import org.jspecify.annotations.NullMarked;
