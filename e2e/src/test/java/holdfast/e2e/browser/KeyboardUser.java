package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;

/// A visitor who uses only the keyboard.
final class KeyboardUser {
    private KeyboardUser() {}

    /// Presses Tab until an element with this text has the focus, then Enter, and waits for the
    /// next page.
    static void enter(Page page, String text, String headline) {
        for (int at = 0; at < 80; at++) {
            page.keyboard().press("Tab");
            if (String.valueOf(page.evaluate("document.activeElement.innerText")).contains(text)) {
                page.keyboard().press("Enter");
                assertThat(page.locator("h1")).hasText(headline);
                return;
            }
        }
        throw new AssertionError("the tabulator does not lead to " + text);
    }

    /// Presses Tab until an element that matches a selector has the focus.
    static void to(Page page, String selector) {
        for (int at = 0; at < 80; at++) {
            page.keyboard().press("Tab");
            if (Boolean.TRUE.equals(page.evaluate(
                    "selector => document.activeElement.matches(selector)", selector))) {
                return;
            }
        }
        throw new AssertionError("the tabulator does not lead to " + selector);
    }
}
