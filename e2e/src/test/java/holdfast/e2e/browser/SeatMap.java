package holdfast.e2e.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;

/// The seat map on a page: where a seat is on the canvas now, and how to click it.
final class SeatMap {
    private static final String PLACE = """
            (map, name) => {
              const seat = map.map.selection.find(name);
              const canvas = map.shadowRoot.querySelector("canvas").getBoundingClientRect();
              return [canvas.left + map.map.camera.atX(map.map.chart.x[seat]),
                canvas.top + map.map.camera.atY(map.map.chart.y[seat])];
            }""";
    private static final String MIDDLE = """
            map => map.shadowRoot.querySelector("canvas").scrollIntoView({ block: "center" })""";

    private final Page page;
    private final Locator map;

    private SeatMap(Page page) {
        this.page = page;
        this.map = page.locator("holdfast-seats");
        page.waitForFunction("() => document.querySelector('holdfast-seats').map");
    }

    /// The page's map, as soon as it has its seats.
    static SeatMap on(Page page) {
        return new SeatMap(page);
    }

    private List<Double> place(String seat) {
        map.evaluate(MIDDLE);
        return ((List<?>) map.evaluate(PLACE, seat)).stream()
                .map(each -> ((Number) each).doubleValue()).toList();
    }

    /// Clicks each seat at its position; seats are named with their area, as in `stalls:A-5`.
    void click(String... seats) {
        for (String seat : seats) {
            List<Double> at = place(seat);
            page.mouse().click(at.get(0), at.get(1));
        }
    }

    void doubleClick(String seat) {
        List<Double> at = place(seat);
        page.mouse().dblclick(at.get(0), at.get(1));
    }

    void tap(String seat) {
        List<Double> at = place(seat);
        page.touchscreen().tap(at.get(0), at.get(1));
    }

    void over(String seat) {
        List<Double> at = place(seat);
        page.mouse().move(at.get(0), at.get(1));
    }

    /// Chooses seats that may be out of sight.
    void choose(String... seats) {
        map.evaluate("(map, seats) => map.choose(seats)", List.of(seats));
        hasChosen(seats);
    }

    /// Zooms in until seats can be read.
    void look(String seat) {
        map.evaluate("(map, seat) => map.map.show([map.map.selection.find(seat)])", seat);
        map.evaluate(MIDDLE);
    }

    void show() {
        map.evaluate(MIDDLE);
    }

    void leave() {
        page.mouse().move(1, 1);
    }

    /// Waits until exactly these are chosen.
    void hasChosen(String... seats) {
        try {
            page.waitForFunction("""
                    names => document.querySelector("holdfast-seats").seats.toSorted().join()
                      === names.toSorted().join()""", List.of(seats));
        } catch (TimeoutError other) {
            throw new AssertionError("chosen: " + page.evaluate(
                    "() => document.querySelector('holdfast-seats').seats.join()"), other);
        }
    }

    /// Waits until the map shows a seat's state: 0 free, 1 held, 2 booked.
    void shows(String seat, int state) {
        page.waitForFunction("""
                ([name, state]) => {
                  const map = document.querySelector("holdfast-seats");
                  return map.map.chart.state[map.map.selection.find(name)] === state;
                }""", List.of(seat, state));
    }

    /// A seat's width in pixels.
    double scale() {
        return ((Number) map.evaluate("map => map.map.camera.scale")).doubleValue();
    }

    Locator part(String css) {
        return map.locator(".frame " + css);
    }

    Locator button(String name) {
        return map.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name)
                .setExact(true));
    }

    Locator cell(String name) {
        return part(".cell[aria-label^='" + name + ",']");
    }
}
