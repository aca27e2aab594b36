/// Reading and writing JSON. Input is read field by field, and an error names the missing, unknown
/// or mistyped field. Output is written as it is produced.
///
/// May import: holdfast, com.fasterxml.jackson.
@NullMarked
package holdfast.server.json;

import org.jspecify.annotations.NullMarked;
