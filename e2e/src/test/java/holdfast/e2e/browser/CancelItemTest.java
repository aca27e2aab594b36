package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A customer cancels one item of a booking, by its own deadline, and sees what happened.
class CancelItemTest extends BrowserShop {
    private static final String TERMS = """
            {"name": "House", "cancelUntilBefore": "P7D", "exchangeUntilBefore": "P1D"}""";

    private Page booked() {
        Page page = open("/services/svc_massage?day=2026-12-03&with=cal_maya",
                BrowserWindow.desktop().setJavaScriptEnabled(false));
        page.locator(".start").first().click();
        page.waitForURL(Pattern.compile("/basket$"));
        page.navigate(shop.address(CONCERT));
        page.locator("[name=best]").first().click();
        page.waitForURL(Pattern.compile("/basket$"));
        link(page, "Continue to checkout").click();
        // Before paying too, each item has its own deadline.
        assertThat(page.locator("main")).containsText(
                "Winter concert: You can cancel until Saturday, 5 December 2026, 20:00.");
        page.getByLabel("Name").fill("Ann");
        page.getByLabel("Email address").fill("ann@example.org");
        page.getByLabel("Test card: succeeds").check();
        button(page, "Book now").click();
        assertThat(page.locator("h1")).hasText("Thank you, your booking is confirmed");
        return page;
    }

    @Test
    void cancelsAnItemBeforeItsOwnDeadlineWithoutScripts() {
        shop.rules(TERMS);
        Page page = booked();
        String reference = page.locator(".reference b").innerText();
        Locator lines = page.locator(".ticket .line");
        assertThat(lines).hasCount(2);
        assertThat(lines.first()).containsText(
                "The deadline for cancelling this was Thursday, 26 November 2026, 09:00.");
        assertThat(lines.first().locator(".cancel-item")).hasCount(0);
        assertThat(page.locator(".terms"))
                .containsText("Each item has its own deadline.");
        assertThat(page.locator(".terms"))
                .containsText("Winter concert: You can make changes until ");

        Page german = open(page.url().replaceFirst("https?://[^/]*", ""),
                BrowserWindow.desktop().setLocale("de-DE"));
        assertThat(german.locator(".ticket .cancel-item summary"))
                .hasText("Diesen Teil stornieren: Winter concert");
        german.locator(".ticket .cancel-item summary").click();
        assertThat(german.locator(".ticket .cancel-item")).containsText("Sie bekommen");

        Locator item = lines.last().locator(".cancel-item");
        item.locator("summary").click();
        assertThat(item).containsText("You can cancel until Saturday, 5 December 2026, 20:00.");
        assertThat(item).containsText("You get €159 back.");
        item.locator("button").click();
        assertThat(page.locator(".notice.good h2"))
                .hasText(Pattern.compile("Cancelled: Winter concert, .*"));
        assertThat(lines).hasCount(1);
        assertThat(lines.first()).containsText("Deep tissue massage");
        assertThat(page.locator(".reference b")).hasText(reference);
        Locator history = page.locator(".happened li");
        assertThat(history).hasCount(2);
        assertThat(history.first()).containsText("Booked");
        assertThat(history.last()).containsText("Cancelled: Winter concert");
        assertThat(history.last()).containsText("Refund: €159.");
        assertThat(shop.engine().find(SampleShop.HERE,
                page.url().replaceAll(".*/booking/([^/?]*).*", "$1")).orElseThrow()
                .basket().items()).hasSize(1);

        // The other tab still offers it: nothing more is cancelled.
        german.locator(".ticket .cancel-item button").click();
        assertThat(german.locator(".notice.warn h2")).hasText("Es wurde nichts storniert");
        assertThat(german.locator(".happened li")).hasCount(2);
    }
}
