/// Test fixtures on a real PostgreSQL: scratch databases, a clock that tests can set, and engines
/// that are closed and audited after each test.
///
/// May import: change, holdfast, engine, database, java.sql, java.logging, org.junit.jupiter.api.
@NullMarked
package holdfast.testkit;

import org.jspecify.annotations.NullMarked;
