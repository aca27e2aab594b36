package holdfast.server.openid;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import holdfast.server.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An OpenID provider: its sign-in page, its tokens, and the check of their signature. It is
/// contacted over HTTP, at the first sign-in and not before.
final class Issuer {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /// Signatures that need the issuer's private key; "none" and shared secrets are not among them.
    private static final Set<JWSAlgorithm> SIGNED = Set.of(
            JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA);

    static final List<String> SCOPES = List.of("openid", "email");

    private final Settings settings;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE).followRedirects(HttpClient.Redirect.NEVER).build();
    private final AtomicReference<@Nullable Metadata> known = new AtomicReference<>();

    /// How this server is registered with the provider.
    record Settings(URI issuer, String clientId, String clientSecret) {}

    /// A token or an answer of the provider is missing or invalid.
    static final class UntrustedException extends Exception {
        private static final long serialVersionUID = 1;

        UntrustedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private record Metadata(URI authorization, URI token, JWKSource<SecurityContext> keys) {}

    Issuer(Settings settings) {
        this.settings = settings;
    }

    /// The URL of the sign-in page with these parameters.
    URI authorization(Map<String, String> parameters) throws UntrustedException {
        URI page = known().authorization;
        String start = page.getQuery() == null ? "?" : "&";
        return URI.create(page + start + form(parameters));
    }

    private static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Metadata known() throws UntrustedException {
        Metadata already = known.get();
        if (already != null) {
            return already;
        }
        String base = settings.issuer.toString().replaceFirst("/$", "");
        JsonNode answer = ask(HttpRequest.newBuilder(
                URI.create(base + "/.well-known/openid-configuration")));
        if (!answer.path("issuer").asText().equals(settings.issuer.toString())) {
            throw new UntrustedException("it calls itself " + answer.path("issuer").asText(), null);
        }
        try {
            Metadata found =
                    new Metadata(URI.create(answer.path("authorization_endpoint").asText()),
                            URI.create(answer.path("token_endpoint").asText()),
                            JWKSourceBuilder
                                    .create(URI.create(answer.path("jwks_uri").asText()).toURL(),
                                            url -> keys(URI.create(url.toString())))
                                    .build());
            known.set(found);
            return found;
        } catch (IOException | IllegalArgumentException nonsense) {
            throw new UntrustedException("its configuration is incomplete", nonsense);
        }
    }

    private Resource keys(URI address) throws IOException {
        try {
            return new Resource(ask(HttpRequest.newBuilder(address)).toString(), null);
        } catch (UntrustedException doubtful) {
            throw new IOException(doubtful);
        }
    }

    private JsonNode ask(HttpRequest.Builder request) throws UntrustedException {
        try {
            HttpResponse<byte[]> answer = client.send(
                    request.timeout(PATIENCE).header("Accept", "application/json").build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new UntrustedException("it answered " + answer.statusCode(), null);
            }
            return Json.tree(answer.body());
        } catch (IOException | IllegalArgumentException failure) {
            throw new UntrustedException("it did not respond", failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UntrustedException("the request was interrupted", stopped);
        }
    }

    /// The verified mail address, for the code that the provider gave to a browser.
    String email(String code, String verifier, URI redirect, String nonce)
            throws UntrustedException {
        String basic = encoded(settings.clientId) + ":" + encoded(settings.clientSecret);
        JsonNode answer = ask(HttpRequest.newBuilder(known().token)
                .header("Authorization", "Basic " + Base64.getEncoder()
                        .encodeToString(basic.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(Map.of(
                        "grant_type", "authorization_code", "code", code,
                        "redirect_uri", redirect.toString(), "code_verifier", verifier)))));
        return verified(answer.path("id_token").asText(), nonce);
    }

    private String verified(String token, String nonce) throws UntrustedException {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(SIGNED, known().keys));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                settings.clientId,
                new JWTClaimsSet.Builder().issuer(settings.issuer.toString())
                        .claim("nonce", nonce).build(),
                Set.of("sub", "exp", "iat", "nonce")));
        try {
            JWTClaimsSet claims = processor.process(token, null);
            String forWhom = claims.getStringClaim("azp");
            boolean ours = forWhom == null ? claims.getAudience().size() == 1
                    : forWhom.equals(settings.clientId);
            String email = claims.getStringClaim("email");
            if (!ours || email == null
                    || !Boolean.TRUE.equals(claims.getBooleanClaim("email_verified"))) {
                throw new UntrustedException("it has not verified the mail address", null);
            }
            return email;
        } catch (ParseException | BadJOSEException | JOSEException doubtful) {
            throw new UntrustedException("its token is invalid", doubtful);
        }
    }
}
