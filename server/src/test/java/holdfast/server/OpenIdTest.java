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

    private TestIssuer house;
    private Open open;

    @BeforeEach
    void begin() throws Exception {
        house = new TestIssuer();
        open = new Open(scratch.database(), Map.of(
                "HOLDFAST_PUBLIC_URL", "https://tickets.example.org",
                "HOLDFAST_OIDC_ISSUER", house.issuer(),
                "HOLDFAST_OIDC_CLIENT_ID", TestIssuer.CLIENT,
                "HOLDFAST_OIDC_CLIENT_SECRET", TestIssuer.SECRET));
        assertThat(open.as(Open.SECRET, "POST", "/v1/staff", """
                {"email": "maya@example.org", "name": "Maya", "role": "desk"}""").status())
                .isEqualTo(201);
    }

    @AfterEach
    void end() {
        open.close();
        house.close();
    }

    private Open.Told away() {
        Open.Told away = open.send("GET", "/v1/sessions/oidc", "");
        assertThat(away.status()).as(away.body()).isEqualTo(303);
        return away;
    }

    private static String cookie(Open.Told told) {
        return told.header("Set-Cookie").replaceFirst(";.*", "");
    }

    private Open.Told back(Open.Told away, String query) {
        return open.send("GET", BACK + query, "", "Cookie", cookie(away));
    }

    private Open.Told thereAndBack() {
        Open.Told away = away();
        return back(away, house.code(URI.create(away.header("Location"))));
    }

    @Test
    void whoeverIsKnownThereAndWorksHereComesIn() {
        Open.Told away = away();
        URI there = URI.create(away.header("Location"));
        assertThat(there.toString()).startsWith(house.issuer() + "/authorize?");
        assertThat(TestIssuer.form(there.getRawQuery()))
                .containsEntry("response_type", "code")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("redirect_uri", "https://tickets.example.org" + BACK)
                .containsKeys("state", "nonce", "code_challenge");
        assertThat(away.header("Set-Cookie")).contains("; HttpOnly", "; Secure", "Max-Age=600");
        Open.Told in = back(away, house.code(there));
        assertThat(in.status()).as(in.body()).isEqualTo(303);
        assertThat(in.header("Location")).isEqualTo("https://tickets.example.org");
        assertThat(in.header("Set-Cookie")).startsWith("__Host-holdfast=ses_")
                .contains("; Secure");
        Open.Told me = open.send("GET", "/v1/me", "", "Cookie", cookie(in));
        assertThat(me.text("right")).isEqualTo("desk");
        assertThat(me.json().path("staff").path("email").asText())
                .isEqualTo("maya@example.org");
    }

    @Test
    void aWayBackBelongsToTheBrowserThatWentThere() {
        Open.Told away = away();
        String code = house.code(URI.create(away.header("Location")));
        assertThat(open.send("GET", BACK + code, "").status()).isEqualTo(401);
        assertThat(back(away(), code).status()).as("another state").isEqualTo(401);
        assertThat(back(away, code.replaceFirst("state=.*", "state=x")).status()).isEqualTo(401);
        assertThat(back(away, code.replaceFirst("code-\\d+", "guessed")).status())
                .isEqualTo(401);
        assertThat(back(away, code).status()).isEqualTo(303);
        assertThat(back(away, code).status()).as("a code is good for once").isEqualTo(401);
    }

    @Test
    void noneOfItsLiesIsBelieved() throws Exception {
        Date past = Date.from(Instant.now().minusSeconds(3_600));
        List<UnaryOperator<JWTClaimsSet.Builder>> lies = List.of(
                claims -> claims.claim("nonce", "another"),
                claims -> claims.claim("nonce", null),
                claims -> claims.audience("somebody-else"),
                claims -> claims.audience(List.of(TestIssuer.CLIENT, "somebody-else")),
                claims -> claims.issuer("https://evil.example"),
                claims -> claims.expirationTime(past),
                claims -> claims.expirationTime(null),
                claims -> claims.claim("email_verified", false),
                claims -> claims.claim("email_verified", null),
                claims -> claims.claim("email", "nobody@example.org"),
                claims -> claims.claim("email", null));
        for (int lie = 0; lie < lies.size(); lie++) {
            house.says = lies.get(lie);
            Open.Told told = thereAndBack();
            assertThat(told.status()).as("lie number " + lie).isEqualTo(401);
            assertThat(told.header("Set-Cookie")).isEmpty();
        }
        house.says = claims -> claims;
        house.signs = new RSAKeyGenerator(2_048).keyID("one").generate();
        assertThat(thereAndBack().status()).as("another's signature").isEqualTo(401);
    }

    @Test
    void whoeverWorksElsewhereDoesNotComeIn() {
        Open.Told away = open.send("GET", "/v1/sessions/oidc?workspace=other", "");
        assertThat(back(away, house.code(URI.create(away.header("Location")))).status())
                .isEqualTo(401);
    }
}
