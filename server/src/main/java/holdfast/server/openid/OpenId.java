package holdfast.server.openid;

import holdfast.digest.Sha256;
import holdfast.server.auth.Credentials;
import holdfast.server.auth.Permission;
import holdfast.server.auth.Sessions;
import holdfast.server.auth.SignIn;
import holdfast.server.auth.Workspaces;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sign-in by OpenID Connect: the authorization code flow with PKCE. The state between the two
/// steps is in a cookie, so that any node can do the second step.
public final class OpenId {
    private static final Logger LOG = LoggerFactory.getLogger(OpenId.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String COOKIE = "holdfast-oidc";
    private static final String BACK = "/v1/sessions/oidc/callback";
    private static final int LONGEST_CODE = 4_000;

    private final Issuer issuer;
    private final SignIn signIn;
    private final URI home;
    private final String clientId;

    /// A sign-in for this server, whose public URL is `home`.
    public OpenId(
            SignIn signIn, URI home, URI issuer, String clientId, String clientSecret) {
        this.issuer = new Issuer(new Issuer.Settings(issuer, clientId, clientSecret));
        this.signIn = signIn;
        this.home = home;
        this.clientId = clientId;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/sessions/oidc", Permission.NONE, "signInElsewhere",
                        "Redirects the browser to the OpenID Connect provider.",
                        this::away),
                new Route("GET", BACK, Permission.NONE, "signInFromElsewhere",
                        "Receives the browser back from the provider and signs the member of "
                                + "staff in.",
                        this::back));
    }

    private URI redirect() {
        return URI.create(home.toString().replaceFirst("/$", "") + BACK);
    }

    private boolean secure() {
        return "https".equals(home.getScheme());
    }

    /// The state of one sign-in, kept in a cookie.
    private record PendingSignIn(String workspace, String state, String nonce, String verifier) {
        String text() {
            return String.join(".", workspace, state, nonce, verifier);
        }

        static Optional<PendingSignIn> of(Optional<String> cookies) {
            return cookies.flatMap(all -> Arrays.stream(all.split(";")).map(String::strip)
                    .filter(cookie -> cookie.startsWith(COOKIE + "=")).findFirst())
                    .map(cookie -> cookie.substring(COOKIE.length() + 1).split("\\.", -1))
                    .filter(parts -> parts.length == 4)
                    .map(parts -> new PendingSignIn(parts[0], parts[1], parts[2], parts[3]));
        }
    }

    private Response away(Request request) {
        request.onlyQuery("workspace");
        String workspace = request.query("workspace").orElse(Workspaces.FIRST);
        if (!workspace.matches("[a-z0-9][a-z0-9-]{0,62}")) {
            throw Problem.unknown("workspace");
        }
        PendingSignIn pending = new PendingSignIn(workspace, random(), random(), random());
        try {
            URI there = issuer.authorization(Map.of(
                    "response_type", "code", "client_id", clientId,
                    "redirect_uri", redirect().toString(),
                    "scope", String.join(" ", Issuer.SCOPES), "state", pending.state,
                    "nonce", pending.nonce, "code_challenge", challenge(pending.verifier),
                    "code_challenge_method", "S256"));
            return Response.empty(303).header("Location", there.toString())
                    .header("Cache-Control", "no-store")
                    .header("Set-Cookie", COOKIE + "=" + pending.text() + "; Path=" + BACK
                            + "; HttpOnly; SameSite=Lax; Max-Age=600"
                            + (secure() ? "; Secure" : ""));
        } catch (Issuer.UntrustedException untrusted) {
            throw refused(untrusted);
        }
    }

    private Response back(Request request) {
        PendingSignIn pending = PendingSignIn.of(request.header("Cookie")).orElseThrow(
                () -> unauthorized(
                        "This sign-in did not begin in this browser, or it has expired."));
        String state = request.query("state", LONGEST_CODE).orElse("");
        if (!MessageDigest.isEqual(state.getBytes(StandardCharsets.UTF_8),
                pending.state.getBytes(StandardCharsets.UTF_8))) {
            throw unauthorized("This sign-in did not begin in this browser.");
        }
        String code = request.query("code", LONGEST_CODE)
                .orElseThrow(() -> unauthorized("The sign-in provider refused the sign-in."));
        try {
            String email = issuer.email(code, pending.verifier, redirect(), pending.nonce);
            Sessions.Opened session = signIn.verified(pending.workspace, email)
                    .orElseThrow(() -> unauthorized("No member of staff has this mail address."));
            return Response.empty(303).header("Location", home.toString())
                    .header("Cache-Control", "no-store")
                    .header("Set-Cookie", Credentials.cookie(
                            session.token(), Sessions.longest(), secure()));
        } catch (Issuer.UntrustedException untrusted) {
            throw refused(untrusted);
        }
    }

    private static Problem refused(Issuer.UntrustedException untrusted) {
        LOG.warn("The answer of the OpenID Connect provider was rejected: {}",
                untrusted.getMessage(), untrusted);
        return unauthorized("The sign-in provider's answer was rejected.");
    }

    private static Problem unauthorized(String detail) {
        return new Problem(401, "unauthorized", "Authentication failed", detail)
                .header("WWW-Authenticate", "Bearer realm=\"Holdfast\"");
    }

    private static String random() {
        byte[] chance = new byte[32];
        RANDOM.nextBytes(chance);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(chance);
    }

    private static String challenge(String verifier) {
        return Sha256.of(verifier);
    }
}
