package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;

/// Somebody who has a keyboard and nothing else.
final class KeyboardUser {
    private KeyboardUser() {}

    /// Goes on with the tabulator until something with this text has the focus, presses Enter and
    /// waits for the page that comes.
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

    /// Goes on until something that fits a selector has the focus.
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
