/// The ledger: what the rooms and the hall both speak of. A piece is what one claim took from one
/// inventory; a move is a piece that was taken, kept or given back, and becomes a journal line.
///
/// May import: postgres, holdfast,
/// java.sql.SQLException, java.sql.ResultSet.
@NullMarked
package holdfast.claims;

import org.jspecify.annotations.NullMarked;
