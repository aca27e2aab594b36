/// JSON in and out. What comes in is read field by field: a missing, unknown or mistyped field is
/// named. What goes out is written as it is produced.
///
/// May import: holdfast, com.fasterxml.jackson.
@NullMarked
package holdfast.server.json;

import org.jspecify.annotations.NullMarked;
