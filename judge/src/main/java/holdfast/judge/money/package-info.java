/// The judge for money: compares the provider's own ledger, the payments, the bookings and the
/// received events of a deployment that has come to rest. It shares no code with the server, and
/// knows the states of payments by their words alone.
///
/// May import: nothing.
@NullMarked
package holdfast.judge.money;

import org.jspecify.annotations.NullMarked;
