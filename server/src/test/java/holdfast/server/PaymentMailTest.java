package holdfast.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import holdfast.server.catalog.RandomIds;
import holdfast.server.payment.SandboxProcess;
import holdfast.server.tickets.QrReaders;
import holdfast.testkit.Scratch;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Mails about payments, refunds and cancelled events, as a mail server receives them, and the
/// changes that other systems read.
class PaymentMailTest {
    private static final String CARD = "4242424242424242";
    private static final int PATIENCE = 400;

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private final GreenMail smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    private final SandboxProcess sandbox = SandboxProcess.get();
    private final String account = RandomIds.next("sk_test_");
    private OpenServer open;
    private String event;

    @BeforeEach
    void begin() {
        smtp.start();
        open = new OpenServer(scratch.database(), Map.of(
                "HOLDFAST_ENCRYPTION_KEY", Base64.getEncoder().encodeToString(new byte[32]),
                "HOLDFAST_SMTP_URL",
                "smtp://127.0.0.1:" + smtp.getSmtp().getPort() + "?tls=none",
                "HOLDFAST_PUBLIC_URL", "https://tickets.example.com"));
        as(200, "PUT", "/v1/providers", """
                {"provider": "bankTransfer", "settings": {"holder": "The Venue",
                 "iban": "DE89370400440532013000", "days": "7"}}""");
        as(200, "PUT", "/v1/providers", """
                {"provider": "sandbox", "settings": {"apiKey": "%s", "baseUrl": "%s",
                 "webhookSecret": "whsec_test"}}""".formatted(account, sandbox.home()));
        event = as(201, "POST", "/v1/events", """
                {"name": "Gig", "start": "2036-12-12T20:00:00+01:00",
                 "end": "2036-12-12T22:30:00+01:00", "timeZone": "Europe/Berlin",
                 "areas": [{"id": "floor", "name": "Floor", "kind": "capacity", "capacity": 2,
                            "price": {"amount": 3500, "currency": "EUR"}}]}""")
                .path("id").asText();
    }

    @AfterEach
    void end() {
        open.close();
        smtp.stop();
    }

    private JsonNode as(int status, String method, String path, String body) {
        OpenServer.Answer answer = open.as(OpenServer.SECRET, method, path, body);
        assertThat(answer.status()).as(method + " " + path + " " + answer.body())
                .isEqualTo(status);
        return answer.json();
    }

    private String hold(int quantity) {
        return as(201, "POST", "/v1/holds", """
                {"items": [{"kind": "capacity", "event": "%s", "area": "floor",
                            "quantity": %d}]}""".formatted(event, quantity))
                .path("id").asText();
    }

    private JsonNode pay(String hold, String provider, String language) {
        return as(201, "POST", "/v1/holds/" + hold + "/pay", """
                {"provider": "%s", "returnTo": "https://example.org/paid",
                 "customer": {"name": "Ann", "email": "Ann@Example.org", "language": "%s"}}"""
                .formatted(provider, language));
    }

    /// Asks until the payment is in this state.
    private JsonNode settled(String payment) throws InterruptedException {
        for (int tries = 0; tries < PATIENCE; tries++) {
            JsonNode read = as(200, "GET", "/v1/payments/" + payment, "");
            if (read.path("status").asText().equals("settled")) {
                return read;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("it is not settled");
    }

    /// The mail with this in its subject; there is one.
    private MimeMessage mail(String subject) throws MessagingException, InterruptedException {
        for (int tries = 0; tries < PATIENCE; tries++) {
            List<MimeMessage> all = new ArrayList<>();
            for (MimeMessage each : smtp.getReceivedMessages()) {
                if (each.getSubject().contains(subject)) {
                    all.add(each);
                }
            }
            if (!all.isEmpty()) {
                assertThat(all).hasSize(1);
                return all.getFirst();
            }
            Thread.sleep(50);
        }
        throw new AssertionError("no mail " + subject + ": " + kinds());
    }

    private List<String> kinds() {
        return texts(as(200, "GET", "/v1/mails", "").path("items"), "kind");
    }

    private List<String> changes() {
        return texts(as(200, "GET", "/v1/changes?after=0", "").path("items"), "type");
    }

    private static List<String> texts(JsonNode items, String field) {
        List<String> texts = new ArrayList<>();
        items.forEach(each -> texts.add(each.path(field).asText()));
        return texts;
    }

    private static List<Part> parts(Part part) throws MessagingException, IOException {
        if (!(part.getContent() instanceof Multipart several)) {
            return List.of(part);
        }
        List<Part> parts = new ArrayList<>();
        for (int at = 0; at < several.getCount(); at++) {
            parts.addAll(parts(several.getBodyPart(at)));
        }
        return parts;
    }

    private static Part part(MimeMessage mail, String type)
            throws MessagingException, IOException {
        for (Part each : parts(mail)) {
            if (each.isMimeType(type)) {
                return each;
            }
        }
        throw new AssertionError("no part " + type);
    }

    private static String text(MimeMessage mail) throws MessagingException, IOException {
        return ((String) part(mail, "text/plain").getContent()).replace("\r\n", "\n")
                .replace('\u00a0', ' ');
    }

    private static String html(MimeMessage mail) throws MessagingException, IOException {
        return (String) part(mail, "text/html").getContent();
    }

    @Test
    void aTransferHasItsAccountAndACodeThatBankingAppsRead() throws Exception {
        JsonNode payment = pay(hold(1), "bankTransfer", "en");
        MimeMessage mail = mail("Please transfer");
        String reference = payment.path("next").path("reference").asText();
        assertThat(mail.getAllRecipients()[0]).hasToString("Ann@Example.org");
        assertThat(text(mail)).contains("Hello Ann", "DE89 3704 0044 0532 0130 00", "The Venue",
                "€35", reference, "https://tickets.example.com/pay/");
        assertThat(html(mail)).contains("DE89 3704 0044 0532 0130 00", "cid:code", reference);
        Part picture = part(mail, "image/png");
        assertThat(picture.getHeader("Content-ID")).containsExactly("<code>");
        assertThat(picture.getDisposition()).isEqualTo(Part.INLINE);
        assertThat(QrReaders.zxing(requireNonNull(ImageIO.read(picture.getInputStream()))))
                .isEqualTo(payment.path("next").path("payload").asText())
                .startsWith("BCD\n002\n1\nSCT\n").contains("EUR35.00", reference);
        // A link that opens the page, and no other mail.
        String link = Stream.of(text(mail).split("\\s+"))
                .filter(each -> each.contains("/pay/")).findFirst().orElseThrow();
        assertThat(open.send("GET", link.substring("https://tickets.example.com".length()), "")
                .body()).contains(reference);
        assertThat(kinds()).containsExactly("transfer");
        assertThat(changes()).containsExactly("payment.transferBegun");
        String sent = as(200, "GET", "/v1/mails", "").path("items").path(0).path("id").asText();
        assertThat(as(201, "POST", "/v1/mails/" + sent + "/again", "").path("kind").asText())
                .isEqualTo("transfer");
        assertThat(smtp.waitForIncomingEmail(20_000, 2)).isTrue();
        as(404, "POST", "/v1/mails/mail_none/again", "");
        // Received: now there is a confirmation, and the transfer's mail says nothing true any more.
        as(200, "POST", "/v1/payments/" + payment.path("id").asText() + "/received", "{}");
        mail("Your booking");
        assertThat(changes()).containsExactly("payment.transferBegun", "booking.booked",
                "payment.settled");
        as(201, "POST", "/v1/mails/" + sent + "/again", "");
        until("superseded");
    }

    private void until(String state) throws InterruptedException {
        for (int tries = 0; tries < PATIENCE; tries++) {
            if (!as(200, "GET", "/v1/mails?state=" + state, "").path("items").isEmpty()) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("no mail is " + state);
    }

    @Test
    void aTransferThatComesTooLateGoesBackAndTheCustomerHearsHow() throws Exception {
        String hold = hold(1);
        String id = pay(hold, "bankTransfer", "de").path("id").asText();
        mail("Bitte überweisen");
        assertThat(open.as(OpenServer.SECRET, "DELETE", "/v1/holds/" + hold, "").status())
                .isBetween(200, 204);
        hold(2);
        as(200, "POST", "/v1/payments/" + id + "/received", "{}");
        MimeMessage mail = mail("kam zu spät");
        assertThat(text(mail)).contains("Guten Tag Ann", "35 €", "auf Ihr Konto zurück",
                "noch einmal buchen", "/pay/");
        // The customer left the payment, so that there was nothing to tell.
        assertThat(kinds()).containsExactlyInAnyOrder("transfer", "paidLate");
        // Forgotten by the address, although there is no booking.
        as(200, "POST", "/v1/forget", "{\"email\": \"ann@example.org\"}");
        assertThat(as(200, "GET", "/v1/mails", "").toString()).doesNotContainIgnoringCase("ann@");
        assertThat(texts(as(200, "GET", "/v1/mails", "").path("items"), "state"))
                .containsOnly("forgotten");
    }

    @Test
    void aRefundByStaffAndACancellationSayHowMuch() throws Exception {
        JsonNode payment = pay(hold(1), "sandbox", "en");
        String id = payment.path("id").asText();
        String url = payment.path("next").path("url").asText();
        sandbox.pay(account, url.substring(url.lastIndexOf('/') + 1), CARD);
        String booking = settled(id).path("booking").asText();
        as(201, "POST", "/v1/payments/" + id + "/refunds", """
                {"amount": {"amount": 500, "currency": "EUR"}, "reason": "A pillar"}""");
        MimeMessage refund = mail("Your refund");
        assertThat(text(refund)).contains("€5,", "5 to 10 days").doesNotContain("pillar");
        as(200, "POST", "/v1/bookings/" + booking + "/cancel", "{}");
        assertThat(text(mail("is cancelled"))).contains("€30,", "5 to 10 days");
        for (int tries = 0; tries < PATIENCE && changes().size() < 5; tries++) {
            Thread.sleep(50);
        }
        assertThat(changes()).containsExactlyInAnyOrder("booking.booked", "payment.settled",
                "payment.refunded", "booking.cancelled", "payment.refunded");
        JsonNode changed = as(200, "GET", "/v1/changes?after=0", "").path("items").path(2);
        assertThat(changed.path("payment").asText()).isEqualTo(id);
        assertThat(changed.path("refund").asText()).startsWith("ref_");
        // The refund of the cancellation is in its mail.
        assertThat(kinds()).containsExactlyInAnyOrder("booked", "refunded", "cancelled");
    }

    @Test
    void aCancelledEventSaysWhyAndWhatIsRefunded() throws Exception {
        texts("""
                {"texts": [{"kind": "eventCancelled", "language": "en",
                            "subject": "Off: {item}"}]}""");
        JsonNode payment = pay(hold(1), "sandbox", "en");
        String url = payment.path("next").path("url").asText();
        sandbox.pay(account, url.substring(url.lastIndexOf('/') + 1), CARD);
        settled(payment.path("id").asText());
        JsonNode cancelling = as(202, "POST", "/v1/events/" + event + "/cancel", """
                {"reason": "Contract trouble", "message": "The singer is ill."}""");
        assertThat(cancelling.path("message").asText()).isEqualTo("The singer is ill.");
        assertThat(text(mail("Off: Gig"))).contains("Gig is cancelled", "The singer is ill.",
                "€35,").doesNotContain("Contract");
    }

    private void texts(String patch) {
        String path = "/v1/workspace/mails";
        String tag = open.as(OpenServer.SECRET, "GET", path, "").header("ETag");
        OpenServer.Answer answer = open.send("PATCH", path, patch, "Authorization",
                "Bearer " + OpenServer.SECRET, "If-Match", tag);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
}
