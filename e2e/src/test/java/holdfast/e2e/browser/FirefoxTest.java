package holdfast.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Claim;
import holdfast.HoldRequest;
import holdfast.testkit.Scratch;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The main flows of the storefront in a second engine, by mouse and by keyboard.
@ExtendWith(Firefox.class)
class FirefoxTest {
    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    @TempDir
    Path profile;

    private SampleShop shop;
    private FirefoxWindow firefox;

    @BeforeEach
    void open() {
        shop = new SampleShop(scratch);
        firefox = new FirefoxWindow(profile);
    }

    @AfterEach
    void close() {
        firefox.close();
        shop.close();
    }

    private void visit(String path) {
        firefox.open(shop.address(path));
    }

    private void holds(int lines) {
        firefox.click(".added a.quiet");
        firefox.await("location.pathname === '/basket'");
        firefox.has(".lines .line", lines);
    }

    private void seat(String name) {
        firefox.await("Boolean(document.querySelector('holdfast-seats')?.map?.chart)");
        String[] at = firefox.evaluate("""
                (map => {
                  const seat = map.map.selection.find("%s");
                  const canvas = map.shadowRoot.querySelector("canvas");
                  canvas.scrollIntoView({ block: "center" });
                  const box = canvas.getBoundingClientRect();
                  return [box.left + map.map.camera.atX(map.map.chart.x[seat]),
                    box.top + map.map.camera.atY(map.map.chart.y[seat])].join();
                })(document.querySelector("holdfast-seats"))""".formatted(name)).split(",", -1);
        firefox.click(Double.parseDouble(at[0]), Double.parseDouble(at[1]));
    }

    @Test
    void booksPlacesSeatsAndAVisit() {
        visit("/");
        firefox.click("main a", "Club night");
        firefox.await("location.pathname === '/events/evt_club'");
        firefox.has("form select", 2);
        firefox.evaluate("document.querySelectorAll('form select')[1].focus()");
        firefox.press("3");
        firefox.click("form .go button", "Add to basket");
        firefox.has(".lines .line", 1);

        visit(BrowserShop.CONCERT);
        seat("stalls:A-5");
        seat("stalls:A-6");
        firefox.has(".chip", 2);
        firefox.click("form .go button", "Add these seats");
        holds(2);

        visit("/services/svc_massage?day=2026-12-03");
        firefox.click("[data-start*='T11:00']");
        firefox.shows(".summary", "Thursday 3 December, 11:00");
        firefox.click("[data-action] button");
        holds(3);

        firefox.click("main a", "Continue to checkout");
        firefox.type("#name", "Ann Example");
        firefox.type("#email", "ann@example.org");
        firefox.press("Enter");
        firefox.shows("h1", "Thank you, your booking is confirmed");
        firefox.has(".lines .line", 3);
        firefox.shows(".total", "€279");
        firefox.click("summary", "Cancel this booking");
        firefox.click(".cancel button", "Yes, cancel");
        firefox.shows(".notice", "has been cancelled");
        assertThat(firefox.errors()).isEmpty();
    }

    @Test
    void choosesSeatsByKeyboard() {
        visit(BrowserShop.CONCERT);
        firefox.await("Boolean(document.querySelector('holdfast-seats')?.map?.chart)");
        for (int at = 0; at < 20; at++) {
            firefox.press("Tab");
            if (firefox.evaluate("String(document.activeElement.matches('holdfast-seats') && "
                    + "document.activeElement.shadowRoot.activeElement.matches('.cell'))")
                    .equals("true")) {
                break;
            }
        }
        firefox.press("ArrowDown");
        firefox.press("ArrowRight");
        firefox.press("Space");
        firefox.await("document.querySelector('holdfast-seats').seats.join() === 'stalls:B-3'");
        firefox.press("b");
        firefox.await("document.querySelector('holdfast-seats').seats.toSorted().join()"
                + " === 'stalls:A-5,stalls:A-6'");
        assertThat(firefox.errors()).isEmpty();
    }

    /// Another customer's seat is told live, and the page says that it is taken.
    @Test
    void tellsThatASeatIsTaken() {
        visit(BrowserShop.CONCERT);
        seat("stalls:B-3");
        firefox.has(".chip", 1);
        shop.engine().hold(new HoldRequest(SampleShop.HERE,
                new Claim.Seats("evt_concert:stalls", "B-3")));
        firefox.has(".chip", 0);
        firefox.await("document.querySelector('holdfast-seats').seats.length === 0");
        assertThat(firefox.errors()).isEmpty();
    }
}
