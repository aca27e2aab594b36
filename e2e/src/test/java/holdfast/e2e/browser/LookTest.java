package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Every page in every state, in light, in dark and on a phone: no accessibility violation that axe
/// finds, no width that scrolls. -Dholdfast.pictures=true puts a screenshot of each into
/// target/screenshots.
class LookTest extends BrowserTest {
    /// All states to reach. A state that is not reached fails.
    private static final Set<String> STATES = Set.of(
            "home", "home-empty", "unknown-shop", "unknown-page", "broken",
            "concert", "concert-chosen", "concert-over", "concert-lost", "concert-none",
            "concert-list", "concert-price", "concert-loading", "concert-failed",
            "concert-offline", "concert-sold-out", "concert-without-scripts", "stadium",
            "stadium-close", "club", "reading", "reading-sold-out",
            "massage", "massage-none", "never",
            "basket-empty", "basket-held", "basket-soon", "basket-expired", "basket-booked",
            "change-seats", "change-time", "exchange", "exchanged",
            "nothing-chosen", "form-refused", "added", "limit", "conflict-seats", "conflict-time",
            "checkout", "code-refused", "code-used", "checkout-wrong", "checkout-declined",
            "booked", "booking", "cancelled",
            "find", "find-none", "elements");

    @Test
    void light() {
        walk("light", BrowserWindow.desktop());
    }

    @Test
    void dark() {
        walk("dark", BrowserWindow.dark().setTimezoneId("America/New_York"));
    }

    @Test
    void phoneInGerman() {
        walk("phone", BrowserWindow.phone().setLocale("de-DE"));
    }

    private void walk(String manner, Browser.NewContextOptions options) {
        PictureAlbum album = new PictureAlbum(manner);
        try (SampleShop shop = new SampleShop(scratch,
                new SampleShop.EventJson("evt_final", SampleShop.stadium()))) {
            PageTour tour = new PageTour(shop, window, options, album);
            tour.seats();
            tour.window();
            tour.checkout();
            booking(shop, tour.page(), album);
            expire(shop, tour.page(), album);
            tour.broken(scratch.database()::run);
        }
        assertThat(album.barriers()).isEmpty();
        assertThat(window.errors()).isEmpty();
        assertThat(album.names()).containsExactlyInAnyOrderElementsOf(STATES);
    }

    private void booking(SampleShop shop, Page page, PictureAlbum album) {
        scratch.clock().tick(Duration.ofMinutes(13).plusSeconds(30));
        page.navigate(shop.address("/basket"));
        assertThat(page.locator(".held")).hasClass("held soon");
        album.keep(page, "basket-soon");
        page.navigate(shop.address("/checkout"));
        page.locator("#name").fill("Ann Example");
        page.locator("#email").fill("ann@example.org");
        page.locator(".fields .main").click();
        album.keep(page, "booked");
        page.navigate(shop.address("/basket"));
        album.keep(page, "basket-booked");
        page.locator("main .button.main").click();
        String mine = page.url();
        exchange(page, album);
        page.navigate(mine);
        page.locator(".cancel summary").click();
        album.keep(page, "booking");
        page.locator(".cancel button").click();
        album.keep(page, "cancelled");
    }

    private static void exchange(Page page, PictureAlbum album) {
        page.locator(".acts a").first().click();
        page.locator("holdfast-seats .chip").first().waitFor();
        album.keep(page, "change-seats");
        page.goBack();
        page.locator(".acts a").last().click();
        Picker.times(page).last().click();
        album.keep(page, "change-time");
        Picker.send(page);
        assertThat(page.locator(".swap")).isVisible();
        album.keep(page, "exchange");
        page.locator(".go .main").click();
        assertThat(page.locator(".notice.good")).isVisible();
        album.keep(page, "exchanged");
    }

    private void expire(SampleShop shop, Page page, PictureAlbum album) {
        page.navigate(shop.address("/events/evt_club"));
        page.locator("select").last().selectOption("2");
        page.locator(".go .main").first().click();
        BrowserShop.toBasket(page);
        album.keep(page, "basket-held");
        scratch.clock().tick(Duration.ofMinutes(15));
        page.navigate(shop.address("/basket"));
        album.keep(page, "basket-expired");
    }
}
