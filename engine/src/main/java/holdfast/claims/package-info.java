/// What the kinds of inventory share with the lifecycle. An allotment is what one claim took from
/// one inventory; a move takes, keeps or gives back an allotment, and becomes a journal line.
///
/// May import: postgres, holdfast,
/// java.sql.SQLException, java.sql.ResultSet.
@NullMarked
package holdfast.claims;

import org.jspecify.annotations.NullMarked;
