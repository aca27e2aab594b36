package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import holdfast.e2e.DemoShop;

/// The desk of the demo, which signs a visitor in with one click.
final class DemoDesk {
    private DemoDesk() {}

    static Page signedIn(BrowserWindow window, DemoShop shop, Browser.NewContextOptions options) {
        Page page = window.visitor(options);
        page.navigate(shop.address("/desk"));
        page.locator("button[name=in]").click();
        assertThat(page.locator("h1")).isVisible();
        return page;
    }
}
