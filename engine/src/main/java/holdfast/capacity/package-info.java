/// Room 1: capacity, a count that never goes below zero.
///
/// May import: ledger, postgres, holdfast.
@NullMarked
package holdfast.capacity;

import org.jspecify.annotations.NullMarked;
