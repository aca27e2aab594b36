/// Room 2: seats, each place once.
///
/// May import: ledger, postgres, holdfast.
@NullMarked
package holdfast.seats;

import org.jspecify.annotations.NullMarked;
