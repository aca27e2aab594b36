package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// From the list of events to the confirmation, for each kind and for all together.
class BookingTest extends BrowserShop {
    private Page enter(Browser.NewContextOptions options) {
        Page page = window.visitor(options);
        page.navigate(shop.address("/"));
        return page;
    }

    private static void places(Page page) {
        link(page, "Club night").click();
        page.getByLabel("Regular").selectOption("3");
        button(page, "Add to basket").click();
        toBasket(page);
    }

    private static void seats(Page page, boolean scripts) {
        link(page, "Winter concert").click();
        if (scripts) {
            bestSeats(page);
        } else {
            button(page, "Best seats").click();
        }
        assertThat(page.locator(".lines")).containsText("Row A, seat");
    }

    private static void visit(Page page) {
        link(page, "Deep tissue massage").click();
        Picker.with(page, "Maya");
        Picker.take(page);
        toBasket(page);
    }

    private static void plainVisit(Page page) {
        link(page, "Deep tissue massage").click();
        link(page, "Maya").click();
        page.locator(".start").first().click();
        toBasket(page);
    }

    @Test
    void booksPlaces() {
        Page page = enter(BrowserWindow.desktop());
        places(page);
        book(page);
        assertThat(page.locator(".total")).containsText("€45");
        assertThat(page.locator(".facts")).containsText("Ann <b>Example</b>");
        assertThat(page.title()).doesNotContain("broken");
    }

    @Test
    void booksSeatsOnAPhone() {
        Page page = enter(BrowserWindow.phone());
        seats(page, true);
        page.navigate(shop.address("/checkout"));
        page.locator(".folded summary").click();
        assertThat(page.locator(".folded summary")).containsText("€159");
        assertThat(page.locator(".folded li")).isVisible();
        page.navigate(shop.address("/basket"));
        book(page);
        assertThat(page.locator(".total")).containsText("€159");
    }

    @Test
    void booksFindsAndCancelsAVisit() {
        Page page = enter(BrowserWindow.desktop());
        visit(page);
        book(page);
        String reference = page.locator(".reference b").innerText();

        link(page, "My booking").click();
        page.getByLabel("Reference").fill(reference.toLowerCase(java.util.Locale.ROOT));
        page.getByLabel("Email address").fill("somebody@example.org");
        button(page, "Show my booking").click();
        assertThat(page.locator("[role=alert]")).containsText("can’t find a booking");
        page.getByLabel("Email address").fill("ANN@example.org");
        button(page, "Show my booking").click();
        assertThat(page.locator("h1")).hasText("Your booking");

        page.getByText("Cancel this booking").click();
        button(page, "Yes, cancel").click();
        assertThat(page.locator(".notice")).containsText("has been cancelled");
    }

    @Test
    void booksAMixedBasketAlsoWithoutScripts() {
        Page page = enter(BrowserWindow.desktop().setJavaScriptEnabled(false));
        places(page);
        link(page, "Keep browsing").click();
        seats(page, false);
        link(page, "Keep browsing").click();
        plainVisit(page);
        assertThat(page.locator(".lines .line")).hasCount(3);
        book(page);
        assertThat(page.locator(".lines .line")).hasCount(3);
        assertThat(page.locator(".total:not(.part)")).containsText("€279");
    }

    @Test
    void booksWithAKeyboardAlone() {
        Page page = enter(BrowserWindow.desktop());
        page.keyboard().press("Tab");
        assertThat(page.locator(":focus")).hasText("Skip to content");
        KeyboardUser.enter(page, "Tiny reading", "Tiny reading");
        KeyboardUser.to(page, ".go .main");
        page.keyboard().press("Enter");
        assertThat(page.locator(".added h2")).hasText("Added to your basket");
        KeyboardUser.enter(page, "Continue to checkout", "Your details");
        page.locator("#main").focus();
        type(page, "name", "Ann");
        type(page, "email", "ann@example.org");
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).hasText("Thank you, your booking is confirmed");
    }

    private static void type(Page page, String field, String text) {
        for (int at = 0; at < 20; at++) {
            page.keyboard().press("Tab");
            if (field.equals(page.evaluate("document.activeElement.name"))) {
                page.keyboard().type(text);
                return;
            }
        }
        throw new AssertionError("the tabulator does not lead to " + field);
    }

    @Test
    void booksNothingForADeclinedCardAndKeepsTheForm() {
        Page page = enter(BrowserWindow.desktop());
        places(page);
        link(page, "Continue to checkout").click();
        button(page, "Book now").click();
        assertThat(page.locator("[role=alert]").last()).containsText("2 fields");
        page.getByLabel("Name").fill("Ann");
        page.getByLabel("Email address").fill("ann@example.org");
        page.getByLabel("Test card: declined").check();
        button(page, "Book now").click();
        assertThat(page.locator(".fields [role=alert]")).containsText("declined");
        assertThat(page.getByLabel("Name")).hasValue("Ann");
        page.getByLabel("Pay at the venue").check();
        button(page, "Book now").click();
        assertThat(page.locator("h1")).hasText("Thank you, your booking is confirmed");
    }
}
