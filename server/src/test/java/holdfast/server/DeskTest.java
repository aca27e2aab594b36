package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testkit.Scratch;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The frame of the desk: signing in, roles, forms, refusals.
class DeskTest {
    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private OpenServer open;

    @BeforeEach
    void begin() {
        open = new OpenServer(scratch.database(), Map.of());
    }

    @AfterEach
    void end() {
        open.close();
    }

    @Test
    void signsInAndOut() {
        DeskVisitor nobody = DeskVisitor.nobody(open);
        assertThat(nobody.get("/desk").body()).contains("Sign in", "name=\"to\" value=\"/desk\"");
        assertThat(nobody.send("/desk/sign-in", DeskVisitor.fields("email", "a@example.org",
                "password", "something else")).status()).isEqualTo(401);
        DeskVisitor maya = DeskVisitor.in(open, "maya", "manager");
        assertThat(maya.get("/desk").body()).contains("A quiet day", "/desk/settings", "maya");
        assertThat(maya.get("/desk", "Accept-Language", "de").body())
                .contains("Ein ruhiger Tag", "lang=\"de\"");
        assertThat(maya.fill("/desk", "/desk/sign-out").header("Set-Cookie"))
                .contains("Max-Age=0");
        assertThat(maya.get("/desk").body()).contains("name=\"password\"");
    }

    @Test
    void acceptsAnInvitationOnce() {
        OpenServer.Answer invited = open.as(OpenServer.SECRET, "POST", "/v1/staff", """
                {"email": "jon@example.org", "name": "Jon", "role": "desk"}""");
        String invitation = invited.text("invitation");
        DeskVisitor jon = DeskVisitor.nobody(open);
        String page = "/desk/invitation?invitation=" + invitation;
        assertThat(jon.get(page).body()).contains(invitation, "new-password");
        OpenServer.Answer weak = jon.fill(page, "/desk/invitation", "invitation", invitation,
                "password", "short");
        assertThat(weak.status()).isEqualTo(400);
        assertThat(weak.body()).contains("id=\"password-complaint\"").doesNotContain("short");
        assertThat(jon.fill(page, "/desk/invitation", "invitation", invitation,
                "password", DeskVisitor.PASSWORD).body()).contains("You are in");
        OpenServer.Answer again = jon.fill(page, "/desk/invitation", "invitation", invitation,
                "password", DeskVisitor.PASSWORD);
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.body()).contains("was used already");
    }

    @Test
    void savesTheShopOnceAndSaysWhatIsWrong() {
        DeskVisitor maya = DeskVisitor.in(open, "maya", "manager");
        String page = "/desk/settings";
        OpenServer.Answer wrong = maya.fill(page, page, "name", "The Lyric", "accent", "green",
                "cancelUntilBefore", "PT24H", "exchangeUntilBefore", "never");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body()).contains("id=\"accent-complaint\"", "value=\"green\"");
        assertThat(open.as(OpenServer.SECRET, "GET", "/v1/workspace", "").text("name"))
                .isEqualTo("Holdfast");
        String stale = maya.get(page).body();
        assertThat(maya.done(page, page, "name", "The Lyric", "accent", "#7a1f5c",
                "cancelUntilBefore", "PT24H", "exchangeUntilBefore", "never").body())
                .contains("Saved", "The Lyric", "/theme?7a1f5c");
        OpenServer.Answer stored = open.as(OpenServer.SECRET, "GET", "/v1/workspace", "");
        assertThat(stored.text("cancelUntilBefore")).isEqualTo("PT24H");
        assertThat(stored.text("exchangeUntilBefore")).isEqualTo("never");
        String token = stale.replaceAll("(?s).*name=\"token\" value=\"([^\"]*)\".*", "$1");
        OpenServer.Answer late = maya.send(page, DeskVisitor.fields("token", token, "version",
                "0", "name", "Other"));
        assertThat(late.status()).isEqualTo(400);
        assertThat(late.body()).contains("Somebody else changed this meanwhile");
    }

    @Test
    void refusesFormsOfOthersAndOtherRoles() {
        DeskVisitor maya = DeskVisitor.in(open, "maya", "manager");
        DeskVisitor dora = DeskVisitor.in(open, "dora", "door");
        DeskVisitor rita = DeskVisitor.in(open, "rita", "readOnly");
        String form = DeskVisitor.fields("version", "0", "name", "Stolen");
        assertThat(maya.send("/desk/settings", form).status()).isEqualTo(403);
        assertThat(maya.send("/desk/settings", form + "&token=abc").status()).isEqualTo(403);
        assertThat(DeskVisitor.nobody(open).send("/desk/settings", form).status())
                .isEqualTo(401);
        assertThat(dora.get("/desk/settings").status()).isEqualTo(403);
        assertThat(dora.get("/desk").header("Location")).isEqualTo("/desk/scan");
        assertThat(dora.get("/desk/scan").status()).isEqualTo(200);
        assertThat(rita.get("/desk/scan").status()).isEqualTo(403);
        assertThat(rita.get("/desk").status()).isEqualTo(200);
        assertThat(rita.fill("/desk", "/desk/settings", "name", "x").status()).isEqualTo(403);
        assertThat(open.as(OpenServer.SECRET, "GET", "/v1/workspace", "").text("name"))
                .isEqualTo("Holdfast");
    }
}
