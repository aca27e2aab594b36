package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A hold's page while its customer looks at it: the countdown, the warning, the end.
class HeldTest extends BrowserShop {

    private Page holding() {
        Page page = window.visitor(BrowserWindow.desktop());
        PlaywrightLocale.plainly(() -> page.clock().install());
        page.navigate(shop.address("/events/evt_club"));
        page.getByLabel("Regular").selectOption("2");
        button(page, "Add to basket").click();
        toBasket(page);
        return page;
    }

    private void pass(Page page, int seconds) {
        scratch.clock().tick(Duration.ofSeconds(seconds));
        PlaywrightLocale.plainly(() -> page.clock().fastForward(seconds * 1_000L));
    }

    @Test
    void showsTheDeadlineWithoutAskingTheServer() {
        Page page = holding();
        page.navigate(shop.address("/find"));
        assertThat(page.locator("#clock")).hasText(Pattern.compile("1[45]:\\d\\d"));
        pass(page, 12 * 60);
        assertThat(page.locator(".held")).not().hasClass(Pattern.compile("soon"));
        pass(page, 90);
        assertThat(page.locator("#held-warning")).containsText("Less than 2 minutes");
        assertThat(BrowserWindow.barriers(page)).isEmpty();
        pass(page, 2 * 60);
        assertThat(page.locator("#held-warning")).containsText("Your reservation has expired");
        page.locator("#held-warning a").click();
        assertThat(page.locator(".notice.warn")).containsText("has expired");
    }

    @Test
    void showsTheDeadlineOfTheBasket() {
        Page page = holding();
        pass(page, 15 * 60 + 1);
        assertThat(page.locator(".notice.warn")).containsText("has expired");
        button(page, "Try to reserve these again").click();
        assertThat(page.locator("#clock")).hasText(Pattern.compile("1[45]:\\d\\d"));
    }

    @Test
    void showsTheSameBasketAfterAReloadAndInAnotherTab() {
        Page page = holding();
        page.reload();
        assertThat(page.locator(".lines .line")).containsText("2 places");
        Page tab = window.tab(page);
        tab.navigate(shop.address("/basket"));
        assertThat(tab.locator(".lines .line")).containsText("2 places");
        assertThat(tab.locator(".lines .line")).hasCount(1);
        button(tab, "Remove").click();
        assertThat(tab.locator(".empty h2")).hasText("Your basket is empty");
        link(page, "Continue to checkout").click();
        assertThat(page.locator(".empty h2")).hasText("Your basket is empty");
        assertThat(shop.engine().freePlaces(SampleShop.HERE, "evt_club:floor").orElseThrow()
                .places()).isEqualTo(300);
    }

    @Test
    void extendsUpToTheLimit() {
        Page page = window.visitor(BrowserWindow.desktop().setJavaScriptEnabled(false));
        page.navigate(shop.address("/events/evt_club"));
        page.getByLabel("Regular").selectOption("2");
        button(page, "Add to basket").click();
        for (int again = 0; again < 40; again++) {
            scratch.clock().tick(Duration.ofMinutes(5));
            page.locator(".held button").click();
            if (page.locator(".notice").innerText().contains("any further")) {
                assertThat(page.locator(".lines .line")).hasCount(1);
                return;
            }
            assertThat(page.locator(".notice")).containsText("You have more time");
        }
        throw new AssertionError("a basket can be held for ever");
    }
}
