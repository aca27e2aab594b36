package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.testkit.Scratch;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The server's part of the custom elements: their scripts and their requests.
class ElementsPageTest {

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private OpenServer open;
    private String event = "";

    @BeforeEach
    void begin() {
        open = new OpenServer(scratch.database(), Map.of());
        event = open.as(OpenServer.SECRET, "POST", "/v1/events", """
                {"name": "Concert", "start": "2046-12-12T20:00:00+01:00",
                 "end": "2046-12-12T22:00:00+01:00", "timeZone": "Europe/Berlin",
                 "areas": [{"id": "stalls", "name": "Stalls", "kind": "seats",
                   "price": {"amount": 5900, "currency": "EUR"},
                   "rows": [{"row": "A", "seats": 8}, {"row": "B", "seats": 8}]}]}
                """).text("id");
    }

    @AfterEach
    void end() {
        open.close();
    }

    private OpenServer.Answer held(String seats) {
        return open.as(OpenServer.PUBLISHABLE, "POST", "/v1/holds", """
                {"items": [{"kind": "seats", "event": "%s", "area": "stalls", "seats": %s}]}
                """.formatted(event, seats));
    }

    @Test
    void servesAllElementsAsOneScriptToAnyWebsite() {
        OpenServer.Answer script = open.send("GET", "/assets/latest/elements/holdfast.js", "",
                "Accept", "*/*");
        assertThat(script.status()).isEqualTo(200);
        assertThat(script.header("Content-Type")).startsWith("text/javascript");
        assertThat(script.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(script.body())
                .contains("class HoldfastSeats", "class HoldfastTimes", "class HoldfastBook",
                        "const $paint_js = (() => {", "const { PRICE_LOOKS } = $seat_sprites_js;")
                .doesNotContain("\nimport ", "\nexport ", "@param");
    }

    @Test
    void needsNoKeyOnItsOwnPages() {
        String base = "/v1/at/main/v1/events/" + event;
        assertThat(open.send("GET", base, "", "Accept", "*/*").text("name")).isEqualTo("Concert");
        assertThat(open.send("GET", base + "/seats", "", "Accept", "*/*").body())
                .contains("\"A-1\":\"free\"");
        assertThat(open.send("GET", base + "/chart", "", "Accept", "*/*").json().path("areas"))
                .hasSize(1);
    }

    @Test
    void holdsAndShowsNothingWithoutAKey() {
        assertThat(open.send("POST", "/v1/at/main/v1/holds", "{}", "Accept", "*/*").status())
                .isEqualTo(404);
        assertThat(open.send("GET", "/v1/at/main/v1/bookings", "", "Accept", "*/*").status())
                .isEqualTo(404);
        assertThat(open.send("PATCH", "/v1/at/main/v1/events/" + event, "{}", "Accept", "*/*")
                .status()).isEqualTo(405);
        assertThat(open.send("GET", "/v1/at/other/v1/events/" + event, "", "Accept", "*/*")
                .status()).isEqualTo(404);
    }

    @Test
    void offersAlternativesAndHoldsNothing() {
        assertThat(held("[\"A-4\"]").status()).isEqualTo(201);
        OpenServer.Answer answer = open.as(OpenServer.PUBLISHABLE, "POST", "/v1/alternatives", """
                {"items": [{"kind": "seats", "event": "%1$s", "area": "stalls",
                            "seats": ["A-4", "A-5"]},
                           {"kind": "seats", "event": "%1$s", "area": "stalls", "best": 3}]}
                """.formatted(event));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        Set<Integer> items = new HashSet<>();
        for (JsonNode each : answer.json().path("alternatives")) {
            items.add(each.path("insteadOf").asInt());
            assertThat(each.path("seats")).hasSize(each.path("insteadOf").asInt() + 2);
            assertThat(each.path("seats").toString()).doesNotContain("\"A-4\"");
        }
        assertThat(items).containsExactlyInAnyOrder(0, 1);
        assertThat(open.as(OpenServer.PUBLISHABLE, "GET", "/v1/events/" + event + "/free", "")
                .json().path("areas").path(0).path("free").asInt()).isEqualTo(15);
    }

    @Test
    void continuesAHoldOfAnotherWebsiteInTheStorefront() {
        OpenServer.Answer hold = held("[\"B-2\", \"B-3\"]");
        String id = hold.text("id");
        OpenServer.Answer page = open.send("GET", "/basket/take?hold=" + id + "&token="
                + hold.text("token"), "", "Accept", "text/html");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("Concert");
        String visitor = page.header("Set-Cookie").replaceFirst(";.*", "");
        assertThat(visitor).startsWith("holdfast_visitor=");
        OpenServer.Answer taken = open.send("POST", "/basket/take", form(page.body()),
                "Content-Type", "application/x-www-form-urlencoded", "Cookie", visitor);
        assertThat(taken.status()).as(taken.body()).isEqualTo(303);
        assertThat(taken.header("Location")).isEqualTo("/basket");
        String cookie = taken.header("Set-Cookie").replaceFirst(";.*", "");
        assertThat(open.send("GET", "/basket", "", "Cookie", visitor + "; " + cookie).body())
                .contains("Concert").contains("data-left=");
    }

    /// What a browser sends when the page's button is clicked.
    private static String form(String page) {
        return Pattern.compile("<input type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\">")
                .matcher(page).results().map(field -> field.group(1) + "="
                        + URLEncoder.encode(field.group(2), StandardCharsets.UTF_8))
                .distinct().collect(Collectors.joining("&"));
    }

    @Test
    void handsOverAHoldOnlyForItsToken() {
        String id = held("[\"B-2\"]").text("id");
        OpenServer.Answer guessed =
                open.send("GET", "/basket/take?hold=" + id + "&token=guessed", "",
                        "Accept", "text/html");
        assertThat(guessed.status()).isEqualTo(404);
        assertThat(guessed.header("Set-Cookie")).doesNotContain(id);
    }

    @Test
    void showsTheElementsOnThePage() {
        OpenServer.Answer page = open.send("GET", "/docs/elements", "", "Accept", "text/html");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("<holdfast-seats id=\"seats\" event=\"" + event + "\"")
                .contains("base=\"/v1/at/main/\"").contains("elements/holdfast.js");
        assertThat(page.header("Content-Security-Policy")).contains("script-src 'self'");
    }
}
