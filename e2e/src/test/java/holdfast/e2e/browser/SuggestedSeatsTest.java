package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// "Best seats" in the demo's hall, of which much is sold.
class SuggestedSeatsTest extends BrowserTest {
    private static final String CONCERT = "/events/evt_demo_concert_20261212";
    private static final Path SHOTS = Path.of("target", "screenshots");

    /// How many of the chosen seats are seen: in the window, on the map and under nothing.
    private static final String SEEN = """
            map => {
              const { camera, chart, selection, view } = map.map;
              const board = view.parts.canvas.getBoundingClientRect();
              const half = camera.scale / 2 - 1;
              return [...selection.seats].filter((seat) => [-half, half].every((away) => {
                const x = board.left + camera.atX(chart.x[seat]);
                const y = board.top + camera.atY(chart.y[seat]) + away;
                return x > board.left && x < board.right && y > board.top && y < board.bottom
                  && document.elementFromPoint(x, y) === map
                  && map.shadowRoot.elementFromPoint(x, y) === view.parts.canvas;
              })).length;
            }""";
    private static final String OFF_THE_MIDDLE = """
            map => {
              const { chart, selection } = map.map;
              const middle = (Math.min(...chart.x) + Math.max(...chart.x)) / 2;
              return Math.max(...[...selection.seats].map(
                (seat) => Math.abs(chart.x[seat] - middle)));
            }""";
    private static final String PRICES = """
            map => [...new Set([...map.map.selection.seats].map(
              (seat) => map.map.chart.price[seat]))]""";

    private SampleShop shop;

    @BeforeEach
    void openShop() {
        shop = SampleShop.demo(scratch);
    }

    @AfterEach
    void closeShop() {
        shop.close();
        assertThat(window.errors()).isEmpty();
    }

    private Page open(Browser.NewContextOptions options) {
        Page page = window.visitor(options);
        page.navigate(shop.address(CONCERT));
        return page;
    }

    private static Set<String> chosen(Page page) {
        Object names = page.locator("holdfast-seats").evaluate("map => map.seats");
        Set<String> seats = new HashSet<>();
        ((List<?>) names).forEach(name -> seats.add(name.toString()));
        return seats;
    }

    /// The seats that are chosen after another click.
    private static Set<String> next(Page page, Set<String> before) {
        page.locator("holdfast-seats .bar .main").click();
        page.waitForFunction("""
                before => {
                  const now = document.querySelector("holdfast-seats").seats;
                  return now.length === 2 && !now.some((seat) => before.includes(seat));
                }""", List.copyOf(before));
        return chosen(page);
    }

    private static double number(Page page, String script) {
        return ((Number) page.locator("holdfast-seats").evaluate(script)).doubleValue();
    }

    @Test
    void chooseTheMiddleOfTheHallAndThenTheNextBest() {
        Page page = open(BrowserWindow.desktop());
        SeatMap.on(page);
        Set<String> first = next(page, Set.of());
        assertThat(number(page, OFF_THE_MIDDLE)).isLessThanOrEqualTo(2.5);
        assertThat(first).allMatch(seat -> seat.startsWith("stalls:"));
        Set<String> all = new HashSet<>(first);
        Set<String> before = first;
        for (int click = 0; click < 5; click++) {
            before = next(page, before);
            assertThat(before).allMatch(all::add);
        }
    }

    @Test
    void keepsToThePriceOnTheNextClickToo() {
        Page page = open(BrowserWindow.desktop());
        SeatMap map = SeatMap.on(page);
        Locator price = map.part(".legend button").nth(1);
        price.click();
        assertThat(price).hasAttribute("aria-pressed", "true");
        Set<String> before = Set.of();
        List<Object> prices = new ArrayList<>();
        for (int click = 0; click < 4; click++) {
            before = next(page, before);
            prices.addAll((List<?>) page.locator("holdfast-seats").evaluate(PRICES));
        }
        assertThat(prices).containsOnly(1);
    }

    @ParameterizedTest
    @CsvSource({"390, 844", "844, 390", "1280, 800"})
    void showsChosenSeatsWhereNothingCoversThem(int width, int height) {
        Page page = open(BrowserWindow.desktop().setViewportSize(width, height)
                .setHasTouch(width < 1_000).setIsMobile(width < 1_000));
        SeatMap map = SeatMap.on(page);
        Set<String> before = Set.of();
        for (int click = 0; click < 4; click++) {
            before = next(page, before);
            assertThat(number(page, SEEN)).as("click %d: %s", click, before).isEqualTo(2);
        }
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SHOTS.resolve("best-seats-" + width + ".png")));
        for (int more = 0; more < 8; more++) {
            map.button("One more").click();
        }
        map.button("Best seats").click();
        assertThat(map.part(".chip")).hasCount(10);
        assertThat(number(page, SEEN)).isEqualTo(10);
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SHOTS.resolve("best-ten-" + width + ".png")));
    }
}
