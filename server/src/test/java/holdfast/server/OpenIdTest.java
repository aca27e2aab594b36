package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import holdfast.testkit.Scratch;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Sign-in by OpenID Connect, against a provider that signs its tokens.
class OpenIdTest {
    private static final String BACK = "/v1/sessions/oidc/callback";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private OpenIdProvider provider;
    private OpenServer open;

    @BeforeEach
    void begin() throws Exception {
        provider = new OpenIdProvider();
        open = new OpenServer(scratch.database(), Map.of(
                "HOLDFAST_PUBLIC_URL", "https://tickets.example.org",
                "HOLDFAST_OIDC_ISSUER", provider.issuer(),
                "HOLDFAST_OIDC_CLIENT_ID", OpenIdProvider.CLIENT,
                "HOLDFAST_OIDC_CLIENT_SECRET", OpenIdProvider.SECRET));
        assertThat(open.as(OpenServer.SECRET, "POST", "/v1/staff", """
                {"email": "maya@example.org", "name": "Maya", "role": "desk"}""").status())
                .isEqualTo(201);
    }

    @AfterEach
    void end() {
        open.close();
        provider.close();
    }

    private OpenServer.Answer away() {
        OpenServer.Answer away = open.send("GET", "/v1/sessions/oidc", "");
        assertThat(away.status()).as(away.body()).isEqualTo(303);
        return away;
    }

    private static String cookie(OpenServer.Answer answer) {
        return answer.header("Set-Cookie").replaceFirst(";.*", "");
    }

    private OpenServer.Answer back(OpenServer.Answer away, String query) {
        return open.send("GET", BACK + query, "", "Cookie", cookie(away));
    }

    private OpenServer.Answer thereAndBack() {
        OpenServer.Answer away = away();
        return back(away, provider.code(URI.create(away.header("Location"))));
    }

    @Test
    void signsInStaffThatTheProviderKnows() {
        OpenServer.Answer away = away();
        URI there = URI.create(away.header("Location"));
        assertThat(there.toString()).startsWith(provider.issuer() + "/authorize?");
        assertThat(OpenIdProvider.form(there.getRawQuery()))
                .containsEntry("response_type", "code")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("redirect_uri", "https://tickets.example.org" + BACK)
                .containsKeys("state", "nonce", "code_challenge");
        assertThat(away.header("Set-Cookie")).contains("; HttpOnly", "; Secure", "Max-Age=600");
        OpenServer.Answer in = back(away, provider.code(there));
        assertThat(in.status()).as(in.body()).isEqualTo(303);
        assertThat(in.header("Location")).isEqualTo("https://tickets.example.org");
        assertThat(in.header("Set-Cookie")).startsWith("__Host-holdfast=ses_")
                .contains("; Secure");
        OpenServer.Answer me = open.send("GET", "/v1/me", "", "Cookie", cookie(in));
        assertThat(me.text("right")).isEqualTo("desk");
        assertThat(me.json().path("staff").path("email").asText())
                .isEqualTo("maya@example.org");
    }

    @Test
    void acceptsACodeOnceAndOnlyFromItsBrowser() {
        OpenServer.Answer away = away();
        String code = provider.code(URI.create(away.header("Location")));
        assertThat(open.send("GET", BACK + code, "").status()).isEqualTo(401);
        assertThat(back(away(), code).status()).as("another state").isEqualTo(401);
        assertThat(back(away, code.replaceFirst("state=.*", "state=x")).status()).isEqualTo(401);
        assertThat(back(away, code.replaceFirst("code-\\d+", "guessed")).status())
                .isEqualTo(401);
        assertThat(back(away, code).status()).isEqualTo(303);
        assertThat(back(away, code).status()).as("a code is good for once").isEqualTo(401);
    }

    @Test
    void refusesInvalidTokens() throws Exception {
        Date past = Date.from(Instant.now().minusSeconds(3_600));
        List<UnaryOperator<JWTClaimsSet.Builder>> lies = List.of(
                claims -> claims.claim("nonce", "another"),
                claims -> claims.claim("nonce", null),
                claims -> claims.audience("somebody-else"),
                claims -> claims.audience(List.of(OpenIdProvider.CLIENT, "somebody-else")),
                claims -> claims.issuer("https://evil.example"),
                claims -> claims.expirationTime(past),
                claims -> claims.expirationTime(null),
                claims -> claims.claim("email_verified", false),
                claims -> claims.claim("email_verified", null),
                claims -> claims.claim("email", "nobody@example.org"),
                claims -> claims.claim("email", null));
        for (int lie = 0; lie < lies.size(); lie++) {
            provider.says = lies.get(lie);
            OpenServer.Answer answer = thereAndBack();
            assertThat(answer.status()).as("lie number " + lie).isEqualTo(401);
            assertThat(answer.header("Set-Cookie")).isEmpty();
        }
        provider.says = claims -> claims;
        provider.signs = new RSAKeyGenerator(2_048).keyID("one").generate();
        assertThat(thereAndBack().status()).as("another's signature").isEqualTo(401);
    }

    @Test
    void refusesStaffOfAnotherWorkspace() {
        OpenServer.Answer away = open.send("GET", "/v1/sessions/oidc?workspace=other", "");
        assertThat(back(away, provider.code(URI.create(away.header("Location")))).status())
                .isEqualTo(401);
    }
}
