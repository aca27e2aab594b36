/// The PostgreSQL under Holdfast: one of our own as a child process or any by URL, the pool in
/// front of it, its schema, and the question whether it keeps what it acknowledged.
///
/// May import: java.sql, org.slf4j, org.postgresql, com.zaxxer.hikari, org.flywaydb,
/// org.tukaani.xz.
@NullMarked
package holdfast.database;

import org.jspecify.annotations.NullMarked;
