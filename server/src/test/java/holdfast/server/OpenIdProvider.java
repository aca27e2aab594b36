package holdfast.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// A small OpenID provider: it publishes its keys, exchanges codes only with their verifier, and
/// signs its tokens.
final class OpenIdProvider implements AutoCloseable {
    static final String CLIENT = "holdfast-here";
    static final String SECRET = "a_secret_of_ours";

    private final HttpServer server;
    private final RSAKey published;
    /// Changes the claims before they are signed; a test may make them false.
    volatile UnaryOperator<JWTClaimsSet.Builder> says = claims -> claims;
    volatile RSAKey signs;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();

    OpenIdProvider() throws IOException, JOSEException {
        published = new RSAKeyGenerator(2_048).keyID("one").generate();
        signs = published;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Signs a person in at the provider; returns the code that the browser brings back.
    String code(URI sentTo) {
        Map<String, String> asked = form(sentTo.getRawQuery());
        String code = "code-" + codes.size();
        codes.put(code, asked);
        return "?code=" + code + "&state=" + asked.get("state");
    }

    static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&")).map(each -> each.split("=", 2))
                .collect(Collectors.toMap(each -> each[0],
                        each -> URLDecoder.decode(each[1], StandardCharsets.UTF_8)));
    }

    private void serve(HttpExchange exchange) throws IOException {
        String answer = switch (exchange.getRequestURI().getPath()) {
            case "/.well-known/openid-configuration" -> """
                    {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize",
                     "token_endpoint": "%1$s/token", "jwks_uri": "%1$s/jwks"}"""
                    .formatted(issuer());
            case "/jwks" -> new JWKSet(published.toPublicJWK()).toString();
            case "/token" -> token(exchange);
            default -> "";
        };
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(bytes.length == 0 ? 400 : 200,
                bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String token(HttpExchange exchange) throws IOException {
        Map<String, String> sent = form(new String(
                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Map<String, String> kept = codes.remove(sent.getOrDefault("code", ""));
        Map<String, String> asked = kept == null ? Map.of() : kept;
        String basic = "Basic " + Base64.getEncoder().encodeToString(
                (CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        boolean right = !asked.isEmpty()
                && basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                && asked.getOrDefault("redirect_uri", "").equals(sent.get("redirect_uri"))
                && asked.getOrDefault("code_challenge", "").equals(
                        challenge(sent.getOrDefault("code_verifier", "")));
        return right ? "{\"token_type\": \"Bearer\", \"access_token\": \"x\", \"id_token\": \""
                + signed(asked.getOrDefault("nonce", "")) + "\"}" : "";
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(
                    MessageDigest.getInstance("SHA-256")
                            .digest(verifier.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private String signed(String nonce) {
        Instant now = Instant.now();
        JWTClaimsSet claims = says.apply(new JWTClaimsSet.Builder()
                .issuer(issuer()).subject("7").audience(CLIENT)
                .issueTime(Date.from(now)).expirationTime(Date.from(now.plusSeconds(300)))
                .claim("nonce", nonce).claim("email", "Maya@example.org")
                .claim("email_verified", true)).build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), claims);
        try {
            token.sign(new RSASSASigner(signs));
        } catch (JOSEException failure) {
            throw new AssertionError(failure);
        }
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
