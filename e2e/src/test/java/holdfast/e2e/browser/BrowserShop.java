package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import holdfast.Claim;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A browser and, for each test, a new shop. Every error in the browser's console fails the test.
abstract class BrowserShop extends BrowserTest {
    static final String CONCERT = "/events/evt_concert";

    SampleShop shop;

    @BeforeEach
    void openShop() {
        shop = new SampleShop(scratch);
    }

    @AfterEach
    void closeShop() {
        shop.close();
        assertThat(window.errors()).isEmpty();
    }

    /// A page in a new visitor's browser.
    Page open(String path, Browser.NewContextOptions options) {
        Page page = window.visitor(options);
        page.navigate(shop.address(path));
        return page;
    }

    /// Another customer holds these seats first.
    void heldByAnother(String... seats) {
        assertThat(shop.engine().hold(new HoldRequest(SampleShop.HERE,
                new Claim.Seats("evt_concert:stalls", seats))))
                .isInstanceOf(HoldOutcome.Granted.class);
    }

    static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON,
                new Page.GetByRoleOptions().setName(name)).first();
    }

    /// Not by its role: Playwright writes LINK in small letters by the machine's locale, and in
    /// Turkish that is another word.
    static Locator link(Page page, String name) {
        return page.locator("a", new Page.LocatorOptions().setHasText(name)).first();
    }

    /// Puts the two best seats of the map in the basket.
    static void bestSeats(Page page) {
        page.locator("holdfast-seats .bar .main").click();
        assertThat(page.locator("holdfast-seats .chip")).hasCount(2);
        page.locator("form:has(holdfast-seats) .go button").click();
        toBasket(page);
    }

    /// Goes on to the basket after adding: where scripts run, the page stays and says what it has.
    static void toBasket(Page page) {
        page.locator("a[href$='/checkout']").first().waitFor();
        if (!page.url().endsWith("/basket")) {
            page.locator(".added a.quiet").click();
            page.waitForURL("**/basket");
        }
    }

    /// Books the basket for Ann.
    static void book(Page page) {
        link(page, "Continue to checkout").click();
        page.getByLabel("Name").fill("Ann <b>Example</b>");
        page.getByLabel("Email address").fill("ann@example.org");
        button(page, "Book now").click();
        assertThat(page.locator("h1")).hasText("Thank you, your booking is confirmed");
    }
}
