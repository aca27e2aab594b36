/// Tickets in the wallets of phones: passes for Apple Wallet, links for Google Wallet, and the
/// certificates and keys that a workspace signs them with.
///
/// May import: server.catalog, server.json, server.payment, server.store, server.tickets,
/// server.web, holdfast, postgres, com.fasterxml.jackson, com.nimbusds, org.bouncycastle, java.awt, java.sql,
/// java.util.zip, javax.imageio, javax.sql.DataSource.
@NullMarked
package holdfast.server.wallet;

import org.jspecify.annotations.NullMarked;
