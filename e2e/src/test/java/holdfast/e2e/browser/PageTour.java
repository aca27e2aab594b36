package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import holdfast.Claim;
import holdfast.HoldRequest;
import java.util.function.Consumer;

/// Visits every page and state and takes a screenshot. Its visitor keeps one basket all the way.
final class PageTour {
    private static final String CONCERT = "/events/evt_concert";

    private final SampleShop shop;
    private final BrowserWindow window;
    private final Browser.NewContextOptions options;
    private final PictureAlbum album;
    private final Page page;

    PageTour(SampleShop shop, BrowserWindow window, Browser.NewContextOptions options,
            PictureAlbum album) {
        this.shop = shop;
        this.window = window;
        this.options = options;
        this.album = album;
        this.page = window.visitor(options);
    }

    Page page() {
        return page;
    }

    private void keep(String name) {
        album.keep(page, name);
    }

    private void go(String path) {
        page.navigate(shop.address(path));
    }

    private void take(String map, String... seats) {
        shop.engine().hold(new HoldRequest(SampleShop.HERE, new Claim.Seats(map, seats)));
    }

    private void take(String pool, int places) {
        shop.engine().hold(new HoldRequest(SampleShop.HERE, new Claim.Capacity(pool, places)));
    }

    /// The map in all its states.
    void seats() {
        go(CONCERT);
        SeatMap map = SeatMap.on(page);
        keep("concert");
        map.choose("stalls:A-5", "stalls:A-6", "stalls:B-6");
        keep("concert-chosen");
        map.over("stalls:B-3");
        keep("concert-over");
        map.leave();
        take("evt_concert:stalls", "A-6", "A-1", "A-2");
        assertThat(map.part("[part=alternative]").first()).isVisible();
        keep("concert-lost");
        map.part(".close").click();
        map.part(".views button").last().click();
        keep("concert-list");
        map.part(".views button").first().click();
        map.part(".legend button").first().click();
        keep("concert-price");
        nothingYet();
        stadium();
    }

    private void nothingYet() {
        Page other = window.visitor(options);
        other.route("**/v1/at/**/chart", route -> {});
        other.navigate(shop.address(CONCERT));
        assertThat(other.locator("holdfast-seats .state")).isVisible();
        album.keep(other, "concert-loading");
        other.context().close();
        Page failed = window.visitor(options);
        failed.route("**/v1/at/**/chart", route -> route.abort());
        failed.navigate(shop.address(CONCERT));
        assertThat(failed.locator("holdfast-seats .state [role=alert]")).isVisible();
        album.keep(failed, "concert-failed");
        failed.context().close();
        Page alone = window.visitor(options);
        alone.route("**/changes*", route -> route.abort());
        alone.navigate(shop.address(CONCERT));
        SeatMap.on(alone);
        assertThat(alone.locator("holdfast-seats .offline")).isVisible();
        album.keep(alone, "concert-offline");
        alone.context().close();
        window.ignoreErrors("Failed to fetch");
        Page plain = window.visitor(options.setJavaScriptEnabled(false));
        plain.navigate(shop.address(CONCERT));
        album.picture(plain, "concert-without-scripts");
        plain.context().close();
        options.setJavaScriptEnabled(true);
    }

    private void stadium() {
        go("/events/evt_final");
        SeatMap map = SeatMap.on(page);
        keep("stadium");
        map.choose("s1:12-30", "s1:12-31");
        map.look("s1:12-30");
        keep("stadium-close");
    }

    /// The pages before a choice.
    void window() {
        go("/");
        keep("home");
        go("/w/nobody");
        keep("unknown-shop");
        go("/w/" + SampleShop.EMPTY);
        keep("home-empty");
        go("/events/evt_none");
        keep("unknown-page");
        go("/events/evt_club");
        keep("club");
        go("/events/evt_reading");
        keep("reading");
        go("/services/svc_massage");
        keep("massage");
        go("/services/svc_massage?day=2026-12-06");
        keep("massage-none");
        go("/services/svc_never");
        keep("never");
        go("/basket");
        keep("basket-empty");
        go("/find");
        keep("find");
        page.locator("#reference").fill("ABCDEF");
        page.locator("#email").fill("ann@example.org");
        page.locator(".fields .main").click();
        keep("find-none");
        go("/docs/elements");
        page.waitForFunction("() => document.querySelector('holdfast-seats').map");
        page.locator("holdfast-times [part=time]").first().waitFor();
        keep("elements");
    }

    /// The messages to a customer who asks for something.
    void checkout() {
        go("/events/evt_club");
        page.locator(".go .main").first().click();
        assertThat(page.locator(".refusal")).isVisible();
        keep("nothing-chosen");
        go("/events/evt_reading");
        page.locator("input[name=token]").first().evaluate("field => { field.value = 'x'; }");
        page.locator(".go .main").first().click();
        assertThat(page.locator(".refusal")).isVisible();
        keep("form-refused");
        conflicts();
        go(CONCERT);
        SeatMap map = SeatMap.on(page);
        map.choose("stalls:B-1", "stalls:B-2", "stalls:B-3", "stalls:B-4");
        page.locator("[data-action] .main").click();
        page.locator(".added").waitFor();
        keep("added");
        BrowserShop.toBasket(page);
        go(CONCERT);
        SeatMap.on(page).choose("stalls:B-5", "stalls:B-6", "stalls:B-7");
        page.locator("[data-action] .main").click();
        assertThat(page.locator(".refusal")).isVisible();
        keep("limit");
        go("/services/svc_massage");
        Picker.take(page);
        BrowserShop.toBasket(page);
        go("/checkout");
        keep("checkout");
        code("NOPE");
        keep("code-refused");
        code("HELLO");
        assertThat(page.locator(".checkout aside .total.part").first()).isVisible();
        keep("code-used");
        page.locator(".fields .main").click();
        keep("checkout-wrong");
        page.locator("#name").fill("Ann Example");
        page.locator("#email").fill("ann@example.org");
        page.locator("input[value=declined]").check();
        page.locator(".fields .main").click();
        keep("checkout-declined");
        soldOut();
    }

    private void code(String typed) {
        page.locator("#code").fill(typed);
        page.locator("form[action$='/checkout/code'] button").click();
    }

    private void conflicts() {
        Page other = window.visitor(options);
        other.navigate(shop.address("/services/svc_massage"));
        go("/services/svc_massage");
        Picker.times(page).first().click();
        Picker.take(other);
        BrowserShop.toBasket(other);
        Picker.send(page);
        assertThat(page.locator("holdfast-times .notice")).isVisible();
        keep("conflict-time");
        other.route("**/changes*", route -> route.abort());
        other.navigate(shop.address(CONCERT));
        SeatMap.on(other).choose("stalls:B-9", "stalls:B-10");
        take("evt_concert:stalls", "B-9");
        other.locator("[data-action] .main").click();
        assertThat(other.locator("holdfast-seats .notice").first()).isVisible();
        album.keep(other, "conflict-seats");
        other.context().close();
        window.ignoreErrors("Failed to fetch");
    }

    private void soldOut() {
        Page other = window.visitor(options);
        other.navigate(shop.address(CONCERT));
        SeatMap map = SeatMap.on(other);
        for (int left = 25; left > 0; left--) {
            shop.engine().hold(new HoldRequest(
                    SampleShop.HERE, new Claim.Seats("evt_concert:stalls", 1)));
            shop.engine().hold(new HoldRequest(SampleShop.HERE,
                    new Claim.Seats("evt_concert:stalls", new Claim.Best(1, true))));
        }
        other.waitForFunction(
                "() => document.querySelector('holdfast-seats').map.chart.sections[0].free === 0");
        map.part(".bar .main").click();
        assertThat(map.part(".notice")).isVisible();
        album.keep(other, "concert-none");
        other.navigate(shop.address(CONCERT));
        SeatMap.on(other);
        album.keep(other, "concert-sold-out");
        take("evt_reading:room", 1);
        other.navigate(shop.address("/events/evt_reading"));
        album.keep(other, "reading-sold-out");
        other.context().close();
    }

    /// The error page, while a table is missing.
    void broken(Consumer<String> sql) {
        sql.accept("ALTER TABLE hold RENAME TO hold_elsewhere");
        go("/basket");
        assertThat(page.locator("h1")).isVisible();
        keep("broken");
        sql.accept("ALTER TABLE hold_elsewhere RENAME TO hold");
    }
}
