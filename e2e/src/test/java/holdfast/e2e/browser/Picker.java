package holdfast.e2e.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/// The time picker on a service's page, used with a mouse.
final class Picker {
    private Picker() {}

    static Locator times(Page page) {
        return page.locator("holdfast-times [data-start]");
    }

    static void with(Page page, String name) {
        page.locator("holdfast-times .who label",
                new Page.LocatorOptions().setHasText(name)).click();
    }

    /// Chooses the first free time and continues with it.
    static void take(Page page) {
        times(page).first().click();
        send(page);
    }

    static void send(Page page) {
        page.locator("holdfast-times [data-action] button").click();
    }
}
