package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import holdfast.server.auth.Permission;
import holdfast.server.auth.Principal;
import holdfast.server.http.Authenticator;
import holdfast.server.http.HttpServer;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The elements on another website, which has one script tag and a publishable key, and on the
/// documentation's page.
class ElementsTest extends BrowserShop {
    private @Nullable HttpServer theirs;

    /// Another port is another origin to a browser.
    private Page foreign(String elements) {
        String html = """
                <!doctype html>
                <html lang="en"><title>Somebody else's</title>
                <script type="module" src="%s"></script>
                <main><h1>Our concerts</h1>%s</main></html>""".formatted(
                shop.address("/assets/latest/elements/holdfast.js"),
                elements.replace("{with}", "base=\"" + shop.address("/") + "\" key=\""
                        + SampleShop.PUBLISHABLE + "\""));
        theirs = HttpServer.open(new HttpServer.Options(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                10, 100, Duration.ofSeconds(30), Duration.ofSeconds(1)),
                List.of(new Route("GET", "/", Permission.NONE, "theirs", "Another website.",
                        call -> Response.bytes(200, "text/html; charset=utf-8",
                                html.getBytes(StandardCharsets.UTF_8)))),
                (request, route) -> new Authenticator.Entered(Principal.ANONYMOUS, "127.0.0.1",
                        Map.of()),
                record -> {});
        Page page = window.visitor(BrowserWindow.desktop());
        page.navigate("http://127.0.0.1:" + theirs.port() + "/");
        return page;
    }

    @AfterEach
    void closeTheirs() {
        if (theirs != null) {
            theirs.close();
            theirs = null;
        }
    }

    private void toTheBasket(Page page) {
        assertThat(page.locator("holdfast-book .held"))
                .containsText(Pattern.compile("Reserved for 1[45]:"));
        page.locator("holdfast-book a").click();
        // The link only shows the basket; the button on our own page takes it.
        assertThat(page.locator("h1")).hasText("A basket from another website");
        assertThat(BrowserWindow.barriers(page)).isEmpty();
        button(page, "Take over this basket").click();
        assertThat(page).hasURL(shop.address("/basket"));
    }

    @Test
    void holdsSeatsFromAnotherWebsite() {
        Page page = foreign("""
                <holdfast-seats id="seats" event="evt_concert" {with}></holdfast-seats>
                <holdfast-book for="seats" {with}></holdfast-book>""");
        SeatMap map = SeatMap.on(page);
        map.click("stalls:A-5", "stalls:A-6");
        page.locator("holdfast-book button").click();
        assertThat(BrowserWindow.barriers(page)).isEmpty();
        toTheBasket(page);
        assertThat(page.locator(".lines .line")).containsText("Row A, seats 5, 6");
    }

    @Test
    void reportsALostSeatOnTheMapOfAnotherWebsite() {
        Page page = foreign("""
                <holdfast-seats id="seats" event="evt_concert" {with}></holdfast-seats>
                <holdfast-book for="seats" {with}></holdfast-book>""");
        page.route("**/changes*", route -> route.abort());
        SeatMap map = SeatMap.on(page);
        map.click("stalls:A-5");
        heldByAnother("A-5");
        page.locator("holdfast-book button").click();
        assertThat(map.part(".notice")).containsText("A-5 has just been taken");
        map.part("[part=alternative]").first().click();
        page.locator("holdfast-book button").click();
        toTheBasket(page);
        window.ignoreErrors("Failed to fetch");
    }

    @Test
    void holdsTimesFromAnotherWebsite() {
        Page page = foreign("""
                <holdfast-times id="times" service="svc_massage" {with}></holdfast-times>
                <holdfast-book for="times" {with}></holdfast-book>""");
        page.locator("holdfast-times [part=time]").first().click();
        page.locator("holdfast-book button").click();
        toTheBasket(page);
        assertThat(page.locator(".lines .line")).containsText("Deep tissue massage");
    }

    @Test
    void holdsPlacesFromAnotherWebsite() {
        Page page = foreign("""
                <holdfast-book event="evt_club" area="floor" tier="late" quantity="2" {with}>
                </holdfast-book>""");
        Locator button = page.locator("holdfast-book button");
        button.dblclick();
        toTheBasket(page);
        assertThat(page.locator(".lines .line")).containsText("2 places");
        assertThat(shop.engine().freePlaces(SampleShop.HERE, "evt_club:floor").orElseThrow()
                .places()).isEqualTo(298);
    }

    @Test
    void runsTheExamplesOfTheDocumentation() {
        Page page = open("/docs/elements", BrowserWindow.desktop());
        SeatMap.on(page);
        page.getByLabel("Publishable key").fill(SampleShop.PUBLISHABLE);
        button(page, "Show the button at work").click();
        SeatMap map = SeatMap.on(page);
        map.click("stalls:A-5");
        page.locator("holdfast-book button").first().click();
        assertThat(page.locator("holdfast-book .held").first()).containsText("Reserved for");
        assertThat(BrowserWindow.barriers(page)).isEmpty();
    }
}
