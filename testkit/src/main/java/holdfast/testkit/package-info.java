/// What a test needs to run against the real thing: a scratch PostgreSQL, a clock that can be set,
/// and engines that are closed and audited afterwards.
///
/// May import: change, holdfast, engine, database, java.sql, java.logging, org.junit.jupiter.api.
@NullMarked
package holdfast.testkit;

import org.jspecify.annotations.NullMarked;
