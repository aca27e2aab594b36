/// The program: command line, assembly of the server, and routes of the shop.
///
/// May import: server.archive, server.auth, server.api, server.catalog, server.booking, server.demo, server.desk,
/// server.docs,
/// server.middleware, server.http, server.availability, server.openid, server.settings,
/// server.trace, server.ops, server.web, server.storefront, server.jobs,
/// server.outbox, server.mail, server.webhooks, server.tickets, server.payment, server.receipts,
/// server.pictures, server.wallet, server.reports, change, holdfast, org.slf4j, java.sql, javax.sql; Main also engine, database; Serve also engine, database;
/// BackupCommands also engine, database; ForgetCommand also engine; ArchiveCommand also engine;
/// AuditCommand also engine; OpsTest also engine.
@NullMarked
package holdfast.server;

import org.jspecify.annotations.NullMarked;
