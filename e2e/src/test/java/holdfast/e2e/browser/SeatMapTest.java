package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Choosing seats on the map: with a mouse, a keyboard or a finger, or by "best seats".
class SeatMapTest extends BrowserShop {
    private static final String PUT = "Add these seats to the basket";

    private static void put(Page page) {
        button(page, PUT).click();
        toBasket(page);
    }

    @Test
    void choosesByMouse() {
        Page page = open(CONCERT, BrowserWindow.desktop());
        SeatMap map = SeatMap.on(page);
        map.over("stalls:B-7");
        assertThat(map.part(".tip")).containsText("Row B, seat 7");
        assertThat(map.part(".tip")).containsText("€59");
        map.click("stalls:A-5", "stalls:A-6", "stalls:B-1");
        map.hasChosen("stalls:A-5", "stalls:A-6", "stalls:B-1");
        assertThat(map.part(".sum")).containsText("€218");
        map.part(".chip").last().click();
        map.hasChosen("stalls:A-5", "stalls:A-6");
        put(page);
        assertThat(page.locator(".lines .line")).containsText("Row A, seats 5, 6");
        assertThat(page.locator(".total")).containsText("€159");
    }

    @Test
    void choosesByKeyboard() {
        Page page = open(CONCERT, BrowserWindow.desktop());
        SeatMap map = SeatMap.on(page);
        Locator focused = map.part(".cell:focus");
        for (int at = 0; at < 20 && focused.count() == 0; at++) {
            page.keyboard().press("Tab");
        }
        assertThat(focused).hasAttribute("aria-label", Pattern.compile("Row A, seat 1, Stalls.*"));
        assertThat(map.part(".tip")).containsText("Row A, seat 1");
        assertThat(map.part(".tip")).containsText("Stalls · €79.50 · free");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("Space");
        assertThat(focused).hasAttribute("aria-selected", "true");
        page.keyboard().press("End");
        page.keyboard().press("Enter");
        map.hasChosen("stalls:B-3", "stalls:B-12");
        page.keyboard().press("b");
        map.hasChosen("stalls:A-5", "stalls:A-6");
        Locator put = page.locator("button:focus", new Page.LocatorOptions().setHasText(PUT));
        for (int at = 0; at < 20 && put.count() == 0; at++) {
            page.keyboard().press("Tab");
        }
        page.keyboard().press("Enter");
        assertThat(page.locator(".lines .line")).containsText("Row A, seats 5, 6");
    }

    @Test
    void choosesInTheList() {
        Page page = open(CONCERT, BrowserWindow.desktop());
        SeatMap map = SeatMap.on(page);
        map.click("stalls:A-5");
        map.button("List").click();
        assertThat(map.cell("Row A, seat 5")).hasAttribute("aria-selected", "true");
        map.cell("Row B, seat 3").click();
        map.button("Map").click();
        map.hasChosen("stalls:A-5", "stalls:B-3");
    }

    @Test
    void choosesByTouch() {
        Page page = open(CONCERT, BrowserWindow.phone());
        SeatMap map = SeatMap.on(page);
        // A finger is wider than these seats: the first tap zooms in.
        assertThat(map.scale()).isLessThan(26);
        // While the whole map is shown, a finger on it scrolls the page.
        assertThat(map.part("canvas.floor")).hasCSS("touch-action", "pan-y");
        map.tap("stalls:A-8");
        map.hasChosen();
        assertThat(map.scale()).isGreaterThan(26);
        assertThat(map.part("canvas.floor")).hasCSS("touch-action", "none");
        map.tap("stalls:A-8");
        map.hasChosen("stalls:A-8");
        assertThat(page.locator("[data-action] .main")).isInViewport();
        put(page);
        assertThat(page.locator(".lines .line")).containsText("Row A, seat 8");
    }

    @Test
    void choosesTheBestByOneClick() {
        Page page = open(CONCERT, BrowserWindow.desktop());
        SeatMap map = SeatMap.on(page);
        map.button("One more").click();
        map.button("Best seats").click();
        map.hasChosen("stalls:A-4", "stalls:A-5", "stalls:A-6");
        put(page);
        assertThat(page.locator(".lines .line")).containsText("Row A, seats 4, 5, 6");
    }

    @Test
    void marksAndFindsWheelchairSpaces() {
        Page page = open(CONCERT, BrowserWindow.desktop());
        SeatMap map = SeatMap.on(page);
        map.over("stalls:C-1");
        assertThat(map.part(".tip")).containsText("wheelchair space");
        map.part(".tick input").check();
        map.button("Best seats").click();
        map.hasChosen("stalls:C-1", "stalls:C-2");
        map.button("List").click();
        assertThat(map.cell("Row C, seat 1").locator("svg")).isVisible();
    }

    @Test
    void sendsNothingWithoutASeat() {
        Page page = open(CONCERT, BrowserWindow.desktop());
        SeatMap map = SeatMap.on(page);
        button(page, PUT).click();
        assertThat(map.part(".notice")).containsText("Please choose at least one seat");
        assertThat(page).hasURL(Pattern.compile("/events/evt_concert$"));
        map.click("stalls:A-1", "stalls:A-2", "stalls:A-3", "stalls:A-4", "stalls:A-5",
                "stalls:A-6", "stalls:A-7");
        assertThat(map.part(".notice")).containsText("up to 6 seats");
    }

    @Test
    void choosesAndSendsOnceForADoubleClick() {
        Page page = open(CONCERT, BrowserWindow.desktop());
        SeatMap map = SeatMap.on(page);
        map.doubleClick("stalls:A-5");
        map.hasChosen("stalls:A-5");
        button(page, PUT).dblclick();
        assertThat(page.locator(".lines .line")).hasCount(1);
        assertThat(page.locator(".lines .line")).containsText("Row A, seat 5");
    }

    @Test
    void keepsTheChoiceWhenTheVisitorGoesBack() {
        Page page = open(CONCERT, BrowserWindow.desktop());
        SeatMap.on(page).click("stalls:A-5", "stalls:A-6");
        put(page);
        page.goBack();
        SeatMap map = SeatMap.on(page);
        map.hasChosen("stalls:A-5", "stalls:A-6");
        assertThat(map.part(".notice")).isHidden();
        put(page);
        assertThat(page.locator(".lines .line")).hasCount(1);
    }

    @Test
    void treatsAnotherTabAsTheSameVisitor() {
        Page one = open(CONCERT, BrowserWindow.desktop());
        Page two = window.tab(one);
        two.navigate(shop.address(CONCERT));
        SeatMap.on(one).click("stalls:A-5");
        SeatMap other = SeatMap.on(two);
        other.click("stalls:A-5", "stalls:A-6");
        put(one);
        other.shows("stalls:A-5", 1);
        other.hasChosen("stalls:A-5", "stalls:A-6");
        assertThat(other.part(".notice")).isHidden();
    }

    @Test
    void showsSectionsBeforeSeats() {
        shop.close();
        shop = new SampleShop(scratch,
                new SampleShop.EventJson("evt_final", SampleShop.stadium()));
        Page page = open("/events/evt_final", BrowserWindow.desktop());
        SeatMap map = SeatMap.on(page);
        assertThat(map.scale()).isLessThan(6);
        map.click("s1:12-30");
        map.hasChosen();
        assertThat(map.scale()).isGreaterThan(9);
        map.click("s1:12-30");
        map.hasChosen("s1:12-30");
        assertThat(map.part(".overview")).isVisible();
        map.button("Show whole map").click();
        assertThat(map.part(".overview")).isHidden();
        assertThat(map.scale()).isLessThan(6);
        Locator area = map.part(".areas button").nth(3);
        assertThat(area).containsText("free · from");
        area.click();
        assertThat(area).hasAttribute("aria-pressed", "true");
        assertThat(map.scale()).isGreaterThan(6);
        assertThat(map.part("select")).hasValue("s3");
        map.button("Best seats").click();
        map.hasChosen("s3:1-1", "s3:1-2");
    }

    @Test
    void showsOnesOwnSeatsAndASeatLeftAlone() {
        Page page = open(CONCERT, BrowserWindow.desktop());
        SeatMap map = SeatMap.on(page);
        map.click("stalls:A-2");
        assertThat(map.part(".lone")).containsText("A-1 would be left on its own");
        map.click("stalls:A-1");
        assertThat(map.part(".lone")).isHidden();
        put(page);
        page.navigate(shop.address(CONCERT));
        SeatMap again = SeatMap.on(page);
        assertThat(again.cell("Row A, seat 2"))
                .hasAttribute("aria-label", Pattern.compile(".*, in your basket"));
        again.click("stalls:A-2");
        assertThat(again.part(".notice")).containsText("A-2 is in your basket already");
        assertThat(BrowserWindow.barriers(page)).isEmpty();
        again.part(".notice a").click();
        assertThat(page).hasURL(Pattern.compile("/basket$"));
    }

    @Test
    void listsRowsWithFreeSeats() {
        heldByAnother("A-1", "A-2", "A-3", "A-4", "A-5", "A-6", "A-7", "A-8", "A-9", "A-10");
        Page page = open(CONCERT, BrowserWindow.phone());
        SeatMap map = SeatMap.on(page);
        map.button("List").click();
        assertThat(map.part(".cell[tabindex='0']"))
                .hasAttribute("aria-label", Pattern.compile("Row B, seat 1, .*"));
        Locator full = map.part(".line").filter(new Locator.FilterOptions().setHasText("Row A"));
        assertThat(full).containsText("Stalls · 0 free");
        map.part(".free input").check();
        assertThat(full).hasCount(0);
        assertThat(map.part(".line").first()).containsText("Row B · €59");
        assertThat(BrowserWindow.barriers(page)).isEmpty();
    }

    @Test
    void drawsSeatsInForcedColours() {
        Page[] opened = new Page[1];
        PlaywrightLocale.plainly(
                () -> opened[0] = open(CONCERT, BrowserWindow.forcedColours()));
        Page page = opened[0];
        SeatMap map = SeatMap.on(page);
        map.click("stalls:B-2");
        Object colours = map.part("canvas.floor").evaluate("""
                canvas => {
                  const { data } = canvas.getContext("2d")
                    .getImageData(0, 0, canvas.width, canvas.height);
                  const found = new Map();
                  for (let at = 0; at < data.length; at += 4) {
                    const colour = data.slice(at, at + 4).join();
                    found.set(colour, (found.get(colour) ?? 0) + 1);
                  }
                  return [...found.values()].filter((pixels) => pixels > 200).length;
                }""");
        assertThat(((Number) colours).intValue()).isGreaterThan(3);
    }

    @Test
    void filtersByPrice() {
        Page page = open(CONCERT, BrowserWindow.desktop());
        SeatMap map = SeatMap.on(page);
        Locator stalls = map.part(".legend button").last();
        stalls.click();
        assertThat(stalls).hasAttribute("aria-pressed", "true");
        map.button("Best seats").click();
        map.hasChosen("stalls:B-5", "stalls:B-6");
    }
}
