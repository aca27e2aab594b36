package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import holdfast.Claim;
import holdfast.HoldRequest;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The map during sales: other customers' claims appear on it, and a chosen seat that is taken is
/// reported at once.
class LiveSeatsTest extends BrowserShop {
    private static final String PUT = "Add these seats to the basket";

    @Test
    void showsWhatOthersDo() {
        Page page = open(CONCERT, BrowserWindow.desktop());
        SeatMap map = SeatMap.on(page);
        heldByAnother("A-3", "A-4");
        map.shows("stalls:A-3", 1);
        map.over("stalls:A-3");
        assertThat(map.part(".tip")).containsText("being booked");
        map.button("List").click();
        assertThat(map.cell("Row A, seat 3")).hasAttribute("aria-disabled", "true");
        assertThat(map.part(".head small").first()).containsText("8 free");
        // No request causes the expiry of a hold, and the map shows it all the same.
        scratch.clock().tick(Duration.ofMinutes(16));
        map.shows("stalls:A-3", 0);
        assertThat(map.part(".head small").first()).containsText("10 free");
    }

    @Test
    void offersTheNextBestWhenAChosenSeatIsLost() {
        Page page = open(CONCERT, BrowserWindow.desktop());
        SeatMap map = SeatMap.on(page);
        map.click("stalls:B-4", "stalls:B-5");
        // Another browser, another visitor.
        Page other = open(CONCERT, BrowserWindow.desktop());
        SeatMap.on(other).click("stalls:B-5");
        button(other, PUT).click();
        assertThat(map.part(".notice")).containsText("B-5 has just been taken");
        map.hasChosen("stalls:B-4");
        assertThat(map.part("[part=alternative]")).hasCount(3);
        assertThat(BrowserWindow.barriers(page)).isEmpty();
        map.part("[part=alternative]").first().click();
        map.hasChosen("stalls:B-3", "stalls:B-4");
        button(page, PUT).click();
        assertThat(page.locator(".lines .line")).containsText("Row B, seats 3, 4");
    }

    @Test
    void reportsWhatSoldOutInAnotherTab() {
        Page page = open(CONCERT, BrowserWindow.desktop());
        SeatMap map = SeatMap.on(page);
        map.click("stalls:C-2");
        Page elsewhere = window.tab(page);
        elsewhere.navigate(shop.address("/events/evt_club"));
        elsewhere.bringToFront();
        heldByAnother("A-1", "A-2", "A-3", "A-4", "A-5", "A-6", "A-7", "A-8", "A-9", "A-10");
        heldByAnother("B-1", "B-2", "B-3", "B-4", "B-5", "B-6", "B-7", "B-8", "B-9", "B-10", "B-11",
                "B-12");
        heldByAnother("C-1", "C-2", "C-3");
        page.bringToFront();
        assertThat(map.part(".notice")).containsText("C-2 has just been taken");
        assertThat(map.part(".notice")).containsText("Nothing similar is available");
        assertThat(map.part(".basket")).containsText("Sold out. Returned seats");
        map.button("Close").click();
        map.button("Best seats").click();
        assertThat(map.part(".notice")).containsText("not available here");
        page.reload();
        assertThat(page.locator(".badge.none").first()).hasText("Sold out");
    }

    /// The map's stream is cut, so only the server can report the conflict.
    @Test
    void asksTheServerWithoutAStream() {
        Page page = window.visitor(BrowserWindow.desktop());
        page.route("**/changes*", route -> route.abort());
        page.navigate(shop.address(CONCERT));
        SeatMap map = SeatMap.on(page);
        assertThat(map.part(".offline")).containsText("Connection lost");
        map.click("stalls:A-5");
        heldByAnother("A-5");
        button(page, PUT).click();
        assertThat(map.part(".notice")).containsText("A-5 has just been taken");
        assertThat(page).hasURL(Pattern.compile("/events/evt_concert$"));
        map.part(".notice button").first().click();
        button(page, PUT).click();
        assertThat(page.locator(".lines .line")).containsText("Row A, seat");
        window.ignoreErrors("ERR_FAILED");
    }

    /// Without a map the customer has the list that the server rendered.
    @Test
    void showsTheListWithoutAMap() {
        Page page = window.visitor(BrowserWindow.desktop());
        page.route("**/seats?format=packed", route -> route.abort());
        page.navigate(shop.address(CONCERT));
        assertThat(page.locator("holdfast-seats .state [role=alert]"))
                .hasText("We couldn’t load the seats.");
        page.getByLabel("7", new Page.GetByLabelOptions().setExact(true)).first().check();
        button(page, PUT).click();
        toBasket(page);
        assertThat(page.locator(".lines .line")).containsText("Row A, seat 7");
        window.ignoreErrors("Failed to fetch");
    }

    @Test
    void reconnectsTheStream() {
        Page page = open(CONCERT, BrowserWindow.desktop());
        SeatMap map = SeatMap.on(page);
        page.context().setOffline(true);
        heldByAnother("A-1");
        page.context().setOffline(false);
        heldByAnother("A-2");
        map.shows("stalls:A-1", 1);
        map.shows("stalls:A-2", 1);
        shop.engine().hold(new HoldRequest(
                SampleShop.HERE, new Claim.Seats("evt_concert:stalls", "A-3")));
        map.shows("stalls:A-3", 1);
    }
}
