package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import holdfast.e2e.NewShop;
import holdfast.testkit.ScratchDatabase;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A venue from an empty database to a closed evening: its owner sets it up and puts an event on
/// sale, a customer buys in another browser, the box office sells beside, the door lets people in,
/// and a booking is cancelled. No page has a barrier that axe finds, on a desktop, in the dark, in
/// forced colours and on a phone.
class VenueDayTest extends BrowserTest {
    private static final String PASSWORD = "correct horse battery";

    private ScratchDatabase database;
    private NewShop shop;
    private final Map<String, String> seen = new LinkedHashMap<>();

    @BeforeEach
    void open() {
        database = ScratchDatabase.quick();
        shop = new NewShop(database);
    }

    @AfterEach
    void close() {
        shop.close();
        database.close();
    }

    private void see(Page page, String name) {
        seen.put(name, page.url().replaceFirst("[?&]done=[a-zA-Z]*", ""));
    }

    private String address(String name) {
        return Objects.requireNonNull(seen.get(name), name);
    }

    @Test
    void runsAnEvening() {
        Page maya = window.visitor(BrowserWindow.desktop());
        setUp(maya);
        String event = address("started").replaceFirst(".*event=", "");
        Page customer = window.visitor(BrowserWindow.phone());
        customer.navigate(shop.address("/"));
        customer.locator("a[href*='" + event + "']").first().click();
        BrowserShop.bestSeats(customer);
        Page office = window.tab(maya);
        office.navigate(shop.address("/desk/sell/event/" + event));
        assertThat(office.locator(".offer-name")).containsText("38 free");
        sell(office);
        BrowserShop.book(customer);
        maya.navigate(shop.address("/desk"));
        assertThat(maya.locator(".live").first()).containsText("Nosferatu");
        assertThat(maya.locator(".counts").first()).containsText("4");
        assertThat(maya.locator(".book-rows")).containsText("Ann <b>Example</b>");
        see(maya, "today");
        door(maya, event);
        cancel(maya);
        assertThat(shop.owner("/areas/0/free", "/v1/events/" + event + "/free").asInt())
                .isEqualTo(38);
        assertThat(shop.owner("/findings", "/v1/audit")).isEmpty();
        look(maya);
        assertThat(window.errors()).isEmpty();
    }

    private void setUp(Page page) {
        page.navigate(shop.address("/desk"));
        assertThat(page.locator(".notice")).containsText("This shop has no owner yet");
        page.navigate(shop.setUpLink());
        page.locator("#name").fill("Maya Example");
        page.locator("#email").fill("maya@example.org");
        page.locator("#password").fill(PASSWORD);
        page.locator("form .main").click();
        see(page, "shop");
        page.locator("#name").fill("Kino Mond");
        page.locator("#timeZone").fill("Europe/Berlin");
        page.locator("form .main").click();
        see(page, "start");
        page.locator(".starts a").first().click();
        see(page, "first-event");
        page.locator("#name").fill("Nosferatu");
        page.locator("#start").fill(LocalDateTime.now(ZoneId.of("Europe/Berlin")).plusDays(3)
                .truncatedTo(ChronoUnit.HOURS).toString());
        page.locator("input[name=kind][value=seats]").check();
        page.locator("#rows").fill("4");
        page.locator("#seatsPerRow").fill("10");
        page.locator("#price").fill("18.50");
        page.locator("form .main").click();
        assertThat(page.locator("iframe")).isVisible();
        assertThat(page.frameLocator("iframe").locator("h1")).hasText("Nosferatu");
        see(page, "started");
        page.navigate(shop.address("/desk/start/appointments"));
        see(page, "first-service");
    }

    private void sell(Page office) {
        see(office, "box-office-event");
        office.locator("#count0").fill("2");
        office.locator("form .main").click();
        assertThat(office.locator(".take")).hasText("€37");
        office.locator("button[value=cash]").click();
        assertThat(office.locator("h1")).containsText("Booking");
        assertThat(office.locator("main")).containsText("2 valid tickets");
        see(office, "booking");
    }

    private void door(Page page, String event) {
        String booking = address("booking").replaceFirst(".*/", "");
        String code = shop.owner("/items", "/v1/bookings/" + booking + "/tickets")
                .findValue("code").asText();
        page.navigate(shop.address("/desk/scan?event=" + event));
        for (String answer : new String[] {"Welcome", "Already inside"}) {
            page.locator("#code").fill(code);
            page.keyboard().press("Enter");
            assertThat(page.locator(".scan-headline")).containsText(answer);
        }
    }

    private void cancel(Page page) {
        page.navigate(shop.address("/desk/bookings?q=ann"));
        see(page, "bookings");
        page.locator(".book-row").first().click();
        page.locator("a[href$='/move']").click();
        see(page, "move");
        page.goBack();
        page.locator("a[href$='/cancel']").click();
        see(page, "cancel");
        page.locator("form .danger").click();
        assertThat(page.locator("main")).containsText("This booking is cancelled");
    }

    /// All pages of this evening, and the others of the desk.
    private void look(Page maya) {
        for (String path : new String[] {"sell", "events", "events/new", "venues", "services",
                "services/new", "calendars/new", "money", "settings", "settings/staff",
                "settings/keys", "settings/embedding", "settings/audit"}) {
            seen.put(path.replace('/', '-'), shop.address("/desk/" + path));
        }
        maya.context().close();
        look("light", BrowserWindow.desktop());
        look("dark", BrowserWindow.dark());
        look("phone", BrowserWindow.phone().setLocale("de-DE"));
        PlaywrightLocale.plainly(() -> look("forced", BrowserWindow.forcedColours()));
    }

    private void look(String manner, Browser.NewContextOptions options) {
        PictureAlbum album = new PictureAlbum(manner);
        Page page = window.visitor(options);
        page.navigate(shop.address("/desk/sign-in"));
        album.keep(page, "desk-sign-in");
        page.locator("#email").fill("maya@example.org");
        page.locator("#password").fill(PASSWORD);
        page.locator("form .main").click();
        page.locator("#main h1").waitFor();
        seen.forEach((name, address) -> {
            page.navigate(address);
            assertThat(page.locator("#main h1")).isVisible();
            album.keep(page, "desk-" + name);
        });
        page.context().close();
        assertThat(album.barriers()).as(manner).isEmpty();
    }
}
