/// Room 3: time, no two intervals overlap.
///
/// May import: ledger, postgres, holdfast.
@NullMarked
package holdfast.time;

import org.jspecify.annotations.NullMarked;
