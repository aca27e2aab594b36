/// OpenID Connect: sign-in by an external identity provider.
///
/// May import: server.http, server.auth, server.json, digest, com.nimbusds,
/// com.fasterxml.jackson, java.net.http, org.slf4j.
@NullMarked
package holdfast.server.openid;

import org.jspecify.annotations.NullMarked;
