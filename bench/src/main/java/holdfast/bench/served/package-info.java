/// A server of its own with the HTTP classes of Holdfast's: the row lock behind the same requests,
/// and a route that only answers.
///
/// May import: holdfast, bench.sale, bench.way, database, server.auth, server.http, server.json.
@NullMarked
package holdfast.bench.served;

import org.jspecify.annotations.NullMarked;
