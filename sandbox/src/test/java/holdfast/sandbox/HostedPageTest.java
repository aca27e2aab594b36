package holdfast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.stripe.exception.StripeException;
import com.stripe.model.checkout.Session;
import com.stripe.param.checkout.SessionCreateParams;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The hosted page, as a browser without scripts uses it.
class HostedPageTest {
    private StartedSandbox sandbox;

    @BeforeEach
    void start() throws IOException {
        sandbox = new StartedSandbox();
    }

    @AfterEach
    void stop() throws IOException {
        sandbox.close();
    }

    private static String path(Session session) {
        return "/c/pay/" + session.getId();
    }

    private String show(String path, String... headers) throws IOException {
        return sandbox.send("GET", path, "text/plain", "", headers).body();
    }

    private HttpResponse<String> pay(Session session, TestCard card) throws IOException {
        return sandbox.post(path(session), "card=" + card.number);
    }

    private Session now(Session session) throws StripeException {
        return sandbox.stripe.v1().checkout().sessions().retrieve(session.getId());
    }

    private static String success(Session session) {
        return "http://shop.example/paid?session=" + session.getId();
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElse("");
    }

    @Test
    void showsItemsAndTotal() throws IOException, StripeException {
        String page = show(path(sandbox.open()));
        assertThat(page).contains("Test – hier fließt kein echtes Geld",
                "2 × Seat &lt;A1&gt; &amp; more", "25,00\u00a0€", "http://shop.example/basket")
                .doesNotContain("<script");
        Session english = sandbox.stripe.v1().checkout().sessions().create(sandbox.order(
                SessionCreateParams.PaymentIntentData.CaptureMethod.MANUAL)
                .setLocale(SessionCreateParams.Locale.AUTO).build());
        assertThat(show(path(english), "Accept-Language", "fr, en;q=0.8"))
                .contains("<html lang=\"en\">", "Pay €25.00");
        assertThat(show(path(english), "Accept-Language", "de-AT, en"))
                .contains("<html lang=\"de\">");
        assertThat(sandbox.send("GET", "/c/pay/cs_test_none", "text/plain", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void hasTheSameTextsInBothLanguages() {
        HostedPageTexts english = HostedPageTexts.of("en", "");
        HostedPageTexts german = HostedPageTexts.of("auto", "de");
        assertThat(new TreeSet<>(german.texts().keySet()))
                .isEqualTo(new TreeSet<>(english.texts().keySet()));
    }

    @Test
    void paysAndReturnsToTheShop() throws IOException, StripeException {
        Session session = sandbox.open();
        assertThat(location(pay(session, TestCard.SUCCEEDS))).isEqualTo(success(session));
        assertThat(now(session).getStatus()).isEqualTo("complete");
        assertThat(show(path(session))).contains("abgeschlossen", success(session))
                .doesNotContain("<form");
        assertThat(pay(session, TestCard.SUCCEEDS).statusCode()).isEqualTo(200);
        assertThat(sandbox.get("/v1/charges").path("data")).hasSize(1);
    }

    @Test
    void staysOpenAfterADecline() throws IOException, StripeException {
        Session session = sandbox.open();
        assertThat(pay(session, TestCard.DECLINED).body()).contains("abgelehnt", "<form");
        assertThat(sandbox.post(path(session), "card=4242424242424242&number=1234").body())
                .contains("nicht die Nummer einer Testkarte");
        assertThat(now(session).getStatus()).isEqualTo("open");
        assertThat(location(sandbox.post(path(session), "number=5555+5555+5555+4444")))
                .isEqualTo(success(session));
        assertThat(sandbox.get("/v1/payment_intents").path("data")).hasSize(1);
    }

    @Test
    void asksTheBank() throws IOException, StripeException {
        Session session = sandbox.open();
        String confirm = location(pay(session, TestCard.NEEDS_CONFIRMATION));
        assertThat(show(confirm)).contains("Bei Ihrer Bank bestätigen");
        assertThat(now(session).getStatus()).isEqualTo("open");
        assertThat(sandbox.post(confirm, "answer=no").body()).contains("abgelehnt");
        assertThat(now(session).getStatus()).isEqualTo("open");
        assertThat(location(pay(session, TestCard.NEEDS_CONFIRMATION))).isEqualTo(confirm);
        assertThat(location(sandbox.post(confirm, "answer=yes"))).isEqualTo(success(session));
        assertThat(sandbox.post(confirm, "answer=yes").body()).contains("abgeschlossen");
        assertThat(now(session).getStatus()).isEqualTo("complete");
    }

    @Test
    void cannotBeConfirmedAfterItHasExpired() throws IOException, StripeException {
        Session session = sandbox.open();
        String confirm = location(pay(session, TestCard.NEEDS_CONFIRMATION));
        sandbox.stripe.v1().checkout().sessions().expire(session.getId());
        assertThat(sandbox.post(confirm, "answer=yes").body()).contains("abgelaufen");
        assertThat(sandbox.get("/sandbox/ledger").path("accounts").path(0).path("entries"))
                .isEmpty();
    }

    @Test
    void losesTheReplyAndKeepsThePayment() throws IOException, StripeException {
        Session session = sandbox.open();
        assertThatIOException().isThrownBy(() -> pay(session, TestCard.LOST_REPLY));
        assertThat(now(session).getStatus()).isEqualTo("complete");
        assertThat(sandbox.sums().path("authorized").asLong()).isEqualTo(2500);
    }
}
