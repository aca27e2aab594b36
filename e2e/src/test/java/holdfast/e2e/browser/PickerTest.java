package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The time picker on a service's page, which replaces a month and a list that work without
/// scripts.
class PickerTest extends BrowserShop {
    private static final String PAGE = "/services/svc_massage?day=2026-12-03";

    private static void same(Locator one, Locator other, String what) {
        BoundingBox a = one.boundingBox();
        BoundingBox b = other.boundingBox();
        assertThat(new double[] {a.x, a.y, a.width, a.height}).as(what)
                .containsExactly(new double[] {b.x, b.y, b.width, b.height}, within(1.5));
    }

    private void jumps(Browser.NewContextOptions options, Browser.NewContextOptions same) {
        Page plain = open(PAGE, same.setJavaScriptEnabled(false));
        Page page = window.visitor(options);
        page.addInitScript("""
                window.shifted = 0;
                new PerformanceObserver((list) => list.getEntries().forEach((each) => {
                  window.shifted += each.value;
                })).observe({ type: "layout-shift", buffered: true });""");
        page.navigate(shop.address(PAGE));
        Locator times = Picker.times(page);
        times.first().waitFor();
        same(plain.locator(".month-card"), page.locator("holdfast-times .month"), "the month");
        same(plain.locator(".people li").last(),
                page.locator("holdfast-times .who label").last(), "the people");
        assertThat(times).hasCount(plain.locator(".start").count());
        for (int at : new int[] {0, plain.locator(".start").count() - 1}) {
            same(plain.locator(".start").nth(at), times.nth(at), "time " + at);
        }
        assertThat(((Number) page.evaluate("window.shifted")).doubleValue()).isLessThan(0.01);
    }

    @Test
    void keepsTheLayoutWhenItLoads() {
        jumps(BrowserWindow.desktop(), BrowserWindow.desktop());
    }

    @Test
    void keepsTheLayoutWhenItLoadsOnAPhone() {
        jumps(BrowserWindow.phone(), BrowserWindow.phone());
    }

    @Test
    void choosesADayAndATimeByKeyboard() {
        Page page = open(PAGE, BrowserWindow.desktop());
        Picker.times(page).first().waitFor();
        page.locator("holdfast-times [data-day='2026-12-03']").focus();
        page.keyboard().press("ArrowLeft");
        page.keyboard().press("Enter");
        assertThat(page.locator("holdfast-times .day h2"))
                .hasText("Available times on Wednesday 2 December");
        assertThat(page.locator("holdfast-times [data-start][tabindex='0']")).hasCount(1);
        page.keyboard().press("Tab");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("ArrowLeft");
        assertThat(page.locator("holdfast-times [data-start]:focus"))
                .hasAttribute("aria-checked", "true");
        Locator chosen = page.locator("holdfast-times .summary");
        assertThat(chosen).containsText("Wednesday 2 December, 09:00");
        assertThat(chosen).containsText("10:00");
        KeyboardUser.to(page, "button.main");
        page.keyboard().press("Enter");
        toBasket(page);
        assertThat(page.locator(".lines .line")).containsText("Wednesday, 2 December 2026, 09:00");
    }

    @Test
    void holdsTheWantedCalendar() {
        Page page = open(PAGE, BrowserWindow.phone());
        Picker.times(page).first().waitFor();
        Picker.with(page, "Jon");
        page.locator("holdfast-times [data-start*='T11:00']").click();
        assertThat(page.locator("holdfast-times .summary")).containsText("with Jon");
        Picker.send(page);
        assertThat(page.locator(".lines .line")).containsText("Jon · Room");
    }

    @Test
    void offersTheNearestTimesWhenAChosenOneIsLost() {
        Page page = open(PAGE, BrowserWindow.desktop());
        page.locator("holdfast-times [data-start*='T10:00']").click();
        Page other = open(PAGE, BrowserWindow.desktop());
        other.locator("holdfast-times [data-start*='T10:00']").click();
        Picker.send(other);
        toBasket(other);
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
        Locator notice = page.locator("holdfast-times .notice");
        assertThat(notice).containsText("has just been taken");
        assertThat(BrowserWindow.barriers(page)).isEmpty();
        notice.locator("button").first().click();
        assertThat(page.locator("holdfast-times .summary")).containsText("3 December");
        Picker.send(page);
        toBasket(page);
    }

    @Test
    void keepsTheChoiceWhenTheVisitorGoesBack() {
        Page page = open(PAGE, BrowserWindow.desktop());
        Picker.with(page, "Jon");
        page.locator("holdfast-times [data-start*='T11:00']").click();
        page.navigate(shop.address("/find"));
        page.goBack();
        assertThat(page.locator("holdfast-times .summary")).containsText("11:00");
        assertThat(page.locator("holdfast-times .summary")).containsText("with Jon");
    }

    @Test
    void keepsThePlainTimesIfItCannotLoad() {
        Page page = window.visitor(BrowserWindow.desktop());
        page.route("**/v1/at/**", route -> route.abort());
        page.navigate(shop.address(PAGE));
        page.locator(".start").nth(2).click();
        toBasket(page);
        assertThat(page.locator(".lines .line")).containsText("10:00");
    }

    @Test
    void showsTimesInTheVisitorsZone() {
        Page page = open(PAGE, BrowserWindow.desktop().setTimezoneId("America/New_York"));
        Picker.times(page).first().waitFor();
        assertThat(Picker.times(page).first()).containsText("09:00");
        page.locator("holdfast-times .zone select").selectOption("America/New_York");
        assertThat(Picker.times(page).first()).containsText("03:00");
        assertThat(Picker.times(page).first()).containsText("04:00");
        assertThat(BrowserWindow.barriers(page)).isEmpty();
        Picker.times(page).first().click();
        Locator chosen = page.locator("holdfast-times .summary");
        assertThat(chosen).containsText("Thursday 3 December, 09:00");
        assertThat(chosen).containsText("03:00 your time");
    }

    /// On the last evening of a month the first free day is in the next.
    @Test
    void opensAtTheFirstFreeDay() {
        scratch.clock().tick(Duration.ofHours(14));
        Page plain = open("/services/svc_massage",
                BrowserWindow.desktop().setJavaScriptEnabled(false));
        assertThat(plain.locator(".month-card")).containsText("December 2026");
        assertThat(plain.locator(".start").first()).isVisible();
        Page page = open("/services/svc_massage", BrowserWindow.desktop());
        assertThat(page.locator("holdfast-times .month h2")).hasText("December 2026");
        assertThat(page.locator("holdfast-times .day h2"))
                .hasText("Available times on Tuesday 1 December");
        page.evaluate("""
                () => new Promise((ready) => {
                  const times = document.querySelector("holdfast-times");
                  times.addEventListener("holdfast-ready", ready, { once: true });
                  times.removeAttribute("day");
                  times.setAttribute("service", "svc_massage");
                }).then(() => true)""");
        assertThat(page.locator("holdfast-times .day h2"))
                .hasText("Available times on Tuesday 1 December");
    }

    @Test
    void showsOnlyTimesThatCanBeHeld() {
        Page page = open("/services/svc_massage?month=2027-01", BrowserWindow.desktop());
        Picker.times(page).first().waitFor();
        assertThat(page.locator("holdfast-times .month header button").last()).isDisabled();
        assertThat(page.locator("holdfast-times [data-free]").last())
                .hasAttribute("data-day", "2027-01-28");
    }
}
