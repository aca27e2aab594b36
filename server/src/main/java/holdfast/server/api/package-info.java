/// The REST API: one file for each resource. It maps requests to verbs and outcomes to statuses,
/// and has no rules of its own.
///
/// May import: server.http, server.json, server.auth, server.catalog, server.booking,
/// server.availability, server.outbox, server.mail, server.webhooks, server.tickets,
/// server.payment, server.pictures, server.receipts, server.reports, server.wallet, server.web,
/// change, holdfast, com.fasterxml.jackson.
@NullMarked
package holdfast.server.api;

import org.jspecify.annotations.NullMarked;
