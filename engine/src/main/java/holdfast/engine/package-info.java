/// The door: the engine, its turnstile and its limits.
///
/// May import: lifecycle, audit, seats, capacity, time, ledger, postgres, holdfast.
@NullMarked
package holdfast.engine;

import org.jspecify.annotations.NullMarked;
