/// The front desk: the words of Holdfast. Inventory is offered, claims ask for it, a hold has them
/// all or none, and every verb answers with an outcome.
///
/// May import: nothing of Holdfast.
@NullMarked
package holdfast;

import org.jspecify.annotations.NullMarked;
