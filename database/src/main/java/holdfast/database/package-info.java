/// The PostgreSQL under Holdfast: embedded as a child process or remote by URL, with its connection
/// pools, its migrations, its backups and the check of its durability.
///
/// May import: java.sql, java.management, jdk.management, org.slf4j, org.postgresql, com.zaxxer.hikari, org.flywaydb,
/// org.apache.commons.compress, org.tukaani.xz.
@NullMarked
package holdfast.database;

import org.jspecify.annotations.NullMarked;
