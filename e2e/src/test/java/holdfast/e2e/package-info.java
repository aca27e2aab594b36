/// End-to-end tests: the started jar over HTTP. Nothing here knows the server's code.
///
/// May import: testkit, judge.money, database, java.net.http, com.fasterxml.jackson, com.networknt.schema.
@NullMarked
package holdfast.e2e;

import org.jspecify.annotations.NullMarked;
