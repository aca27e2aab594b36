/// OpenID Connect: another house says who somebody is, and signs it.
///
/// May import: server.http, server.auth, server.json, com.nimbusds, com.fasterxml.jackson,
/// java.net.http, org.slf4j.
@NullMarked
package holdfast.server.openid;

import org.jspecify.annotations.NullMarked;
