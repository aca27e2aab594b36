package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import holdfast.Claim;
import holdfast.HoldRequest;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A basket's page under expiry, other customers, other tabs and double clicks.
class BasketPageTest extends BrowserShop {
    private Page open(String path) {
        return open(path, BrowserWindow.desktop());
    }

    private static void add(Page page, String tier, String many) {
        page.getByLabel(tier).selectOption(many);
        button(page, "Add to basket").click();
        toBasket(page);
    }

    @Test
    void staysOnThePageAfterAdding() {
        Page page = open("/events/evt_club");
        page.getByLabel("Early bird").selectOption("2");
        button(page, "Add to basket").click();
        Locator added = page.locator(".added");
        assertThat(added).containsText("2 places");
        assertThat(added).containsText("€18");
        assertThat(BrowserWindow.barriers(page)).isEmpty();
        page.keyboard().press("Escape");
        assertThat(added).hasCount(0);
        assertThat(page).hasURL(Pattern.compile("/events/evt_club$"));
        assertThat(page.locator(".basket-link .count")).hasText("1");
        assertThat(page.locator("#clock")).isVisible();
        assertThat(page.getByLabel("Early bird")).hasValue("0");
        add(page, "Regular", "1");
        assertThat(page.locator(".lines .line")).hasCount(2);
    }

    private long left(String pool) {
        return shop.engine().freePlaces(SampleShop.HERE, pool).orElseThrow().places();
    }

    @Test
    void holdsAnExpiredBasketAgain() {
        Page page = open("/events/evt_club");
        add(page, "Regular", "2");
        assertThat(page.locator("#clock")).hasText(Pattern.compile("15:00|14:5\\d"));
        scratch.clock().tick(Duration.ofMinutes(16));
        page.reload();
        assertThat(page.locator(".notice")).containsText("has expired");
        assertThat(left("evt_club:floor")).isEqualTo(300);
        button(page, "Try to reserve these again").click();
        assertThat(page.locator(".lines .line")).containsText("2 places");
        assertThat(left("evt_club:floor")).isEqualTo(298);
    }

    @Test
    void warnsBeforeTheDeadlineAndExtends() {
        Page page = open("/events/evt_club");
        add(page, "Regular", "2");
        scratch.clock().tick(Duration.ofMinutes(14));
        page.reload();
        assertThat(page.locator("#held-warning")).containsText("Less than 2 minutes");
        button(page, "More time").click();
        assertThat(page.locator(".notice")).containsText("You have more time");
        assertThat(page.locator("#clock")).hasText(Pattern.compile("15:00|14:5\\d"));
        assertThat(page.locator("#held-warning")).isEmpty();
    }

    @Test
    void offersTheNextBestForALostSeatAlsoWithoutScripts() {
        Page page = window.visitor(BrowserWindow.desktop().setJavaScriptEnabled(false));
        page.navigate(shop.address("/events/evt_concert"));
        page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Row A"))
                .getByLabel("5", new Locator.GetByLabelOptions()
                        .setExact(true))
                .check();
        shop.engine().hold(new HoldRequest(
                SampleShop.HERE, new Claim.Seats("evt_concert:stalls", "A-5")));
        button(page, "Add these seats to the basket").click();
        assertThat(page.locator("h1")).hasText("Sorry, that has just been taken");
        assertThat(page.locator(".details")).containsText("Row A, seat 5");
        button(page, "Choose this").click();
        assertThat(page.locator(".lines .line")).containsText("Row A, seat");
    }

    @Test
    void offersOtherTimesForALostOne() {
        Page page = open("/services/svc_massage");
        Page other = open("/services/svc_massage");
        Picker.times(page).first().click();
        Picker.take(other);
        toBasket(other);
        Picker.send(page);
        Locator notice = page.locator("holdfast-times .notice");
        assertThat(notice).containsText("has just been taken");
        assertThat(notice).isFocused();
        assertThat(page).hasURL(Pattern.compile("/services/svc_massage"));
        assertThat(BrowserWindow.barriers(page)).isEmpty();
        notice.locator("button").first().click();
        Picker.send(page);
        assertThat(page.locator(".lines .line")).containsText("Deep tissue massage");
    }

    @Test
    void saysBesideTheControlWhatWasRefused() {
        Page page = open("/events/evt_club");
        page.getByLabel("Early bird").selectOption("4");
        assertThat(page.locator(".running")).hasText("Total €36");
        shop.engine().hold(new HoldRequest(
                SampleShop.HERE, new Claim.Capacity("evt_club:floor:early", 2)));
        button(page, "Add to basket").click();
        Locator refusal = page.locator(".area .refusal");
        assertThat(refusal).containsText("you asked for 4; 2 left");
        assertThat(refusal).isFocused();
        assertThat(page).hasURL(Pattern.compile("/events/evt_club$"));
        assertThat(page.getByLabel("Early bird")).hasValue("4");
        assertThat(page.getByLabel("Early bird")).hasAttribute(
                "aria-describedby", Pattern.compile("refusal-\\d+"));
        assertThat(BrowserWindow.barriers(page)).isEmpty();
        BrowserWindow.shot(page, "refused-places");
        page.getByLabel("Early bird").selectOption("0");
        button(page, "Add to basket").click();
        assertThat(refusal).containsText("Nothing chosen yet");
        assertThat(refusal).hasCount(1);
        add(page, "Early bird", "2");
        assertThat(page.locator(".lines .line")).containsText("2 places");
    }

    @Test
    void reportsASoldOutItemAndKeepsTheBasket() {
        Page page = open("/events/evt_club");
        add(page, "Regular", "1");
        page.navigate(shop.address("/events/evt_reading"));
        shop.engine().hold(new HoldRequest(
                SampleShop.HERE, new Claim.Capacity("evt_reading:room", 1)));
        button(page, "Add to basket").click();
        assertThat(page.locator(".refusal .details")).containsText("you asked for 1; 0 left");
        page.navigate(shop.address("/basket"));
        assertThat(page.locator(".lines .line")).hasCount(1);
    }

    @Test
    void sharesOneBasketBetweenTabs() {
        Page one = open("/events/evt_club");
        Page two = window.tab(one);
        two.navigate(shop.address("/events/evt_reading"));
        add(one, "Regular", "2");
        button(two, "Add to basket").click();
        assertThat(two.locator(".lines .line")).hasCount(2);
        // The first tab shows only one line; it must not remove lines that it does not show.
        button(one, "Remove").click();
        assertThat(one.locator(".lines .line")).hasCount(2);
    }

    @Test
    void booksOnceWhenTheVisitorGoesBack() {
        Page page = open("/events/evt_club");
        add(page, "Regular", "2");
        book(page);
        String booking = page.url();
        page.goBack();
        page.goBack();
        assertThat(page.locator("h2").first()).containsText("You’ve booked this");
        link(page, "See your booking").click();
        assertThat(page.locator(".reference")).isVisible();
        assertThat(booking).contains(page.url().replaceAll(".*/booking/([^?]*).*", "$1"));
        assertThat(left("evt_club:floor")).isEqualTo(298);
    }

    @Test
    void sendsOneRequestForADoubleClick() {
        Page page = window.visitor(BrowserWindow.desktop().setJavaScriptEnabled(false));
        page.navigate(shop.address("/events/evt_club"));
        page.getByLabel("Regular").selectOption("2");
        button(page, "Add to basket").dblclick();
        assertThat(page.locator(".lines .line")).hasCount(1);
        assertThat(page.locator(".lines .line")).containsText("2 places");
        assertThat(left("evt_club:floor")).isEqualTo(298);
    }

    @Test
    void refusesAFormOfAnotherSite() {
        Page page = open("/events/evt_club");
        page.locator("input[name=token]").first().evaluate("field => { field.value = 'tok_x'; }");
        page.getByLabel("Regular").selectOption("2");
        button(page, "Add to basket").click();
        assertThat(page.locator(".refusal")).containsText("This form has expired");
        assertThat(left("evt_club:floor")).isEqualTo(300);
    }
}
