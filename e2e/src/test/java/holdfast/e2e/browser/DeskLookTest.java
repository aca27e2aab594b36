package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import holdfast.e2e.DemoShop;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The settings, the reports, the day board and the jumps of the desk: screenshots, no violation
/// that axe finds, nothing that scrolls sideways.
class DeskLookTest extends BrowserTest {
    @TempDir
    Path data;

    private DemoShop shop;

    @BeforeEach
    void openShop() {
        shop = new DemoShop(scratch.database(), data);
    }

    @AfterEach
    void closeShop() {
        shop.close();
        assertThat(window.errors()).isEmpty();
    }

    private static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        for (String page : new String[] {"website", "payments", "payments/bankTransfer",
                "payments/stripe", "codes", "mails", "mails/booked/de", "webhooks"}) {
            pages.put("settings-" + page.replace('/', '-'), "/desk/settings/" + page);
        }
        for (String report : new String[] {"sales", "occupancy", "no-shows", "taxes",
                "payments"}) {
            pages.put("report-" + report, "/desk/reports?report=" + report);
        }
        pages.put("board", "/desk/board");
        pages.put("board-book", "/desk/board/new");
        pages.put("board-block", "/desk/board/block");
        pages.put("board-week", "/desk/board/week?calendar=cal_demo_maya");
        pages.put("board-month", "/desk/board/month");
        pages.put("mail-log", "/desk/mails");
        pages.put("jump", "/desk/go");
        pages.put("keys", "/desk/keys");
        return pages;
    }

    private Page signedIn(Browser.NewContextOptions options) {
        return DemoDesk.signedIn(window, shop, options);
    }

    @Test
    void looksWellInEveryManner() {
        walk("light", BrowserWindow.desktop());
        walk("phone-dark", BrowserWindow.phone().setLocale("de-DE")
                .setColorScheme(ColorScheme.DARK));
        PlaywrightLocale.plainly(this::forced);
        keys(signedIn(BrowserWindow.desktop()));
    }

    private void forced() {
        Page page = signedIn(BrowserWindow.forcedColours());
        PictureAlbum album = new PictureAlbum("forced");
        for (String name : new String[] {"board", "board-week", "board-month", "mail-log"}) {
            page.navigate(shop.address(Objects.requireNonNull(pages().get(name))));
            album.keep(page, name);
        }
        booking(page, album);
        assertThat(album.barriers()).isEmpty();
    }

    private void booking(Page page, PictureAlbum album) {
        page.navigate(shop.address("/desk/bookings"));
        page.locator("main a[href^='/desk/bookings/']").first().click();
        page.locator("#note-text").fill("Brings a guide dog.");
        page.locator("form[action$='/note'] button").click();
        album.keep(page, "booking");
    }

    private void walk(String manner, Browser.NewContextOptions options) {
        PictureAlbum album = new PictureAlbum("desk-" + manner);
        Page page = signedIn(options);
        pages().forEach((name, path) -> {
            page.navigate(shop.address(path));
            album.keep(page, name);
        });
        page.navigate(shop.address("/desk/settings/webhooks"));
        page.locator("#url").fill("https://example.org/hook");
        page.locator("main form .main").click();
        album.keep(page, "webhook-made");
        booking(page, album);
        page.navigate(shop.address("/desk/events"));
        page.locator("main .offer a").first().click();
        page.locator("main a[href$='/door']").click();
        album.keep(page, "door");
        assertThat(album.barriers()).isEmpty();
        page.context().close();
    }

    /// Jumps by the keyboard alone.
    private void keys(Page page) {
        PictureAlbum album = new PictureAlbum("desk-light");
        page.navigate(shop.address("/desk/settings"));
        page.keyboard().press("/");
        assertThat(page.locator("dialog input")).isFocused();
        page.keyboard().type("auslas");
        assertThat(page.locator("dialog [data-none]")).isVisible();
        page.locator("dialog input").fill("occup");
        album.keep(page, "jump-open");
        page.keyboard().press("Enter");
        page.waitForURL("**/desk/reports?report=occupancy");
        page.keyboard().press("?");
        assertThat(page.locator("dialog .keys")).isVisible();
        album.keep(page, "keys-open");
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog")).hasCount(0);
        page.keyboard().press("g");
        page.keyboard().press("e");
        page.waitForURL("**/desk/events");
        page.keyboard().press("Control+k");
        assertThat(page.locator("dialog input")).isFocused();
        page.keyboard().press("ArrowDown");
        assertThat(page.locator("dialog a").first()).isFocused();
        assertThat(album.barriers()).isEmpty();
    }
}
