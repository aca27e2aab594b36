package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testkit.Scratch;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Payment providers, webhooks, mails, codes and the website at the desk.
class DeskSettingsTest {
    private static final String SETTINGS = "/desk/settings/";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private OpenServer open;
    private DeskVisitor olga;

    @BeforeEach
    void begin() {
        open = new OpenServer(scratch.database(),
                Map.of("HOLDFAST_WEBHOOK_NETWORKS", "127.0.0.0/8"));
        olga = DeskVisitor.in(open, "olga", "owner");
    }

    @AfterEach
    void end() {
        open.close();
    }

    private String api(String path) {
        OpenServer.Answer answer = open.as(OpenServer.SECRET, "GET", path, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void setsUpProvidersAndShowsNoSecretAgain() {
        String page = SETTINGS + "payments";
        assertThat(olga.get(page).body()).contains("Bank transfer", "Not offered");
        String transfer = page + "/bankTransfer";
        OpenServer.Answer wrong = olga.fill(transfer, transfer, "settings.holder", "The Lyric",
                "settings.iban", "DE00 1203 0000 0000 2020 51", "offered", "yes");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body()).contains("id=\"settings.iban-complaint\"", "check digits",
                "value=\"The Lyric\"");
        assertThat(api("/v1/providers")).doesNotContain("The Lyric");
        assertThat(olga.done(transfer, transfer, "settings.holder", "The Lyric", "settings.iban",
                "DE02 1203 0000 0000 2020 51", "offered", "yes").body()).contains("Offered");
        String stripe = page + "/stripe";
        OpenServer.Answer odd = olga.fill(stripe, stripe, "settings.apiKey", "pk_test_secret",
                "offered", "yes");
        assertThat(odd.body()).contains("settings.apiKey-complaint")
                .doesNotContain("pk_test_secret");
        olga.done(stripe, stripe, "settings.apiKey", "sk_test_never_shown",
                "settings.capture", "automatic");
        OpenServer.Answer kept = olga.get(stripe);
        assertThat(kept.body()).doesNotContain("never_shown")
                .contains("Set, and never shown", "value=\"automatic\" selected",
                        "/v1/providers/main/stripe/events");
        olga.done(stripe, stripe, "settings.capture", "manual", "offered", "yes");
        assertThat(api("/v1/providers")).contains("\"secretsSet\":[\"apiKey\"]", "manual");
        assertThat(olga.get(page + "/none").status()).isEqualTo(404);
    }

    @Test
    void makesPausesAndDeletesAnEndpoint() {
        String page = SETTINGS + "webhooks";
        OpenServer.Answer wrong = olga.fill(page, page, "url", "ftp://example.org", "kinds",
                "booked");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body()).contains("id=\"url-complaint\"", "value=\"ftp://example.org\"");
        OpenServer.Answer made = olga.fill(page, page, "url", "http://127.0.0.1:9/hook", "kinds",
                "booked", "kinds", "cancelled");
        assertThat(made.body()).contains("whsec_", "shown only this once");
        String id = open.as(OpenServer.SECRET, "GET", "/v1/webhooks", "").json()
                .at("/items/0/id").asText();
        String one = page + "/" + id;
        assertThat(olga.get(one).body()).doesNotContain("whsec_").contains("No message.",
                "value=\"cancelled\" checked");
        assertThat(olga.done(one, one + "/pause").body()).contains("Paused", "is paused");
        assertThat(api("/v1/webhooks/" + id)).contains("\"enabled\":false");
        olga.done(one, one + "/resume");
        assertThat(olga.done(one, one, "url", "http://127.0.0.1:9/other").body())
                .contains("Saved", "/other");
        assertThat(api("/v1/webhooks/" + id)).contains("paymentRefunded");
        assertThat(olga.fill(one, one + "/rotate").body()).contains("whsec_");
        assertThat(olga.done(one, one + "/test").body()).contains("<b>test</b>", "Waiting");
        OpenServer.Answer odd = olga.fill(one, one + "/recover", "since", "soon");
        assertThat(odd.status()).isEqualTo(400);
        assertThat(odd.body()).contains("id=\"since-complaint\"");
        assertThat(olga.done(one, one + "/recover", "since", "2026-01-01T10:00").body())
                .contains("Sending what was not delivered");
        assertThat(olga.done(one, one + "/delete").body()).contains("No endpoint yet");
    }

    @Test
    void changesWhatMailsSay() {
        String page = SETTINGS + "mails";
        OpenServer.Answer wrong = olga.fill(page, page, "replyTo", "nobody", "remindBefore",
                "PT24H");
        assertThat(wrong.body()).contains("id=\"replyTo-complaint\"");
        olga.done(page, page, "replyTo", "info@example.org", "copiesTo",
                "a@example.org, b@example.org", "remindBefore", "never");
        assertThat(api("/v1/workspace/mails")).contains("info@example.org",
                "[\"a@example.org\",\"b@example.org\"]", "\"never\"");
        String text = page + "/booked/de";
        assertThat(olga.get(text).body()).contains("Buchung", "K7Q2M9");
        OpenServer.Answer seen = olga.fill(text, text, "subject", "Da bist du ja, {name}",
                "greeting", "Bis bald\nim {workspace}", "preview", "yes");
        assertThat(seen.body()).contains("Da bist du ja, Maya", "im Holdfast");
        assertThat(api("/v1/workspace/mails")).doesNotContain("Bis bald");
        assertThat(olga.done(text, text, "subject", "Da bist du ja, {name}", "greeting",
                "Bis bald\r\nim {workspace}").body()).contains("Saved", "Da bist du ja, Maya");
        assertThat(api("/v1/workspace/mails")).contains("Bis bald\\nim {workspace}");
        assertThat(olga.get(page).body()).contains("your words");
        assertThat(olga.done(text, text + "/usual").body()).contains("usual words are used");
        assertThat(api("/v1/workspace/mails")).contains("\"texts\":[]");
        assertThat(olga.get(page + "/booked/fr").status()).isEqualTo(404);
        assertThat(olga.get("/desk/mails").body()).contains("No mail.");
    }

    @Test
    void makesAndStopsCodesAndGiftCards() {
        String page = SETTINGS + "codes";
        OpenServer.Answer wrong = olga.fill(page, page, "code", "SPRING", "worth", "120",
                "sort", "percent");
        assertThat(wrong.body()).contains("id=\"worth-complaint\"", "value=\"SPRING\"");
        assertThat(olga.done(page, page, "code", "spring", "worth", "10", "sort", "percent",
                "uses", "50", "oncePerCustomer", "yes").body())
                .contains("SPRING", "10% off", "once per customer", "50 of 50 uses left");
        assertThat(olga.done(page, page, "code", "FIVER", "worth", "5,50", "sort", "amount",
                "currency", "EUR", "until", "2099-12-12T20:00").body()).contains("€5.50 off");
        OpenServer.Answer made = olga.fill(page, page + "/cards", "value", "50", "currency",
                "EUR");
        assertThat(made.body()).contains("shown only this once", "worth €50", "€50 left");
        String code = open.as(OpenServer.SECRET, "GET", "/v1/codes", "").json()
                .at("/items/0/id").asText();
        assertThat(olga.done(page, page + "/" + code + "/stop").body()).contains("Stopped");
        assertThat(api("/v1/codes/" + code)).contains("\"onSale\":false");
        olga.done(page, page + "/" + code + "/allow");
        assertThat(api("/v1/codes/" + code)).contains("\"onSale\":true");
    }

    @Test
    void savesTheWebsiteWithItsLogo() {
        String page = SETTINGS + "website";
        OpenServer.Answer wrong = olga.upload(page, page, "logo",
                "no picture".getBytes(StandardCharsets.UTF_8),
                "about", "We play.");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body()).contains("id=\"logo-complaint\"", "We play.");
        OpenServer.Answer odd = olga.upload(page, page, "logo", SamplePictures.png(300, 200),
                "links[2].name", "Friends", "links[2].url", "nowhere", "logo.alt", "A lyre");
        assertThat(odd.body()).contains("id=\"links[0].url-complaint\"", "pic_");
        OpenServer.Answer saved = olga.upload(page, page, "logo", SamplePictures.png(300, 200),
                "logo.alt", "A lyre", "typeface", "fraunces", "about", "We play.\r\n\r\nOften.",
                "contact.email", "info@example.org", "links[0].name", "Friends", "links[0].url",
                "https://example.org/friends", "translations.de.about", "Wir spielen.",
                "issuer.name", "Lyric Ltd", "issuer.series", "L");
        assertThat(saved.status()).as(saved.body()).isEqualTo(303);
        assertThat(api("/v1/workspace")).contains("\"alt\":\"A lyre\"", "fraunces",
                "We play.\\n\\nOften.", "info@example.org", "https://example.org/friends",
                "{\"de\":{\"about\":\"Wir spielen.\"}}", "Lyric Ltd");
        assertThat(olga.get(page).body()).contains("class=\"logo-now\"", "Wir spielen.");
        olga.done(page, page, "logo.id", "pic_x", "logo.remove", "yes", "about", "We play.");
        assertThat(api("/v1/workspace")).contains("We play.").doesNotContain("lyre",
                "fraunces", "Wir spielen", "example.org", "Lyric Ltd");
    }
}
