package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The pages of an exchange in every rendering: light, dark, on a phone, from right to left, on
/// paper, and with reduced motion.
class NavigationTest extends BrowserShop {
    private final List<String> found = new ArrayList<>();

    @AfterEach
    void nothingStandsInTheWay() {
        assertThat(found).isEmpty();
        found.clear();
    }

    private void keep(Page page, String name) {
        // Sticky elements would be pictured at the scroll position.
        page.evaluate("() => window.scrollTo(0, 0)");
        BrowserWindow.shot(page, name);
        BrowserWindow.barriers(page).forEach(each -> found.add(name + ": " + each));
        if (Boolean.TRUE.equals(page.evaluate(
                "() => document.documentElement.scrollWidth > window.innerWidth"))) {
            found.add(name + " scrolls sideways");
        }
    }

    private static void turn(Page page) {
        page.evaluate("() => { document.documentElement.dir = 'rtl'; }");
    }

    private void walk(String manner, Browser.NewContextOptions options, boolean rtl) {
        Page page = open("/services/svc_massage?day=2026-12-03&with=cal_maya", options);
        step(page, "picker", manner, rtl);
        Picker.times(page).first().click();
        step(page, "picker-chosen", manner, rtl);
        Picker.send(page);
        toBasket(page);
        step(page, "basket-change", manner, rtl);
        page.navigate(shop.address(CONCERT));
        page.waitForFunction("() => document.querySelector('holdfast-seats').map");
        page.evaluate("() => document.querySelector('holdfast-seats')"
                + ".choose(['stalls:A-4', 'stalls:A-5'])");
        page.locator("form:has(holdfast-seats) .go button").click();
        toBasket(page);
        page.navigate(shop.address("/events/evt_club"));
        page.locator("select").last().selectOption("2");
        page.locator(".go .main").first().click();
        toBasket(page);
        page.navigate(shop.address("/checkout"));
        page.locator("#name").fill("Ann Example");
        page.locator("#email").fill("ann@example.org");
        page.locator(".fields .main").click();
        assertThat(page.locator(".ticket")).isVisible();
        step(page, "booked-change", manner, rtl);
        String booking = page.url().replaceFirst("&said=.*", "");
        page.locator(".acts a").first().click();
        Picker.times(page).last().click();
        step(page, "change-time", manner, rtl);
        Picker.send(page);
        assertThat(page.locator(".swap")).isVisible();
        step(page, "exchange", manner, rtl);
        page.locator(".go .main").click();
        assertThat(page.locator(".notice.good")).isVisible();
        step(page, "exchanged", manner, rtl);
        page.locator(".acts a").nth(1).click();
        assertThat(page.locator("holdfast-seats .chip")).hasCount(2);
        step(page, "change-seats", manner, rtl);
        page.locator("holdfast-seats .chip").first().click();
        page.locator("form:has(holdfast-seats) .go button").click();
        step(page, "exchange-less", manner, rtl);
        page.navigate(booking);
        page.locator(".acts a").last().click();
        step(page, "change-places", manner, rtl);
        page.locator(".go .main").click();
        step(page, "exchange-same", manner, rtl);
        page.navigate(booking);
        page.locator(".cancel summary").click();
        step(page, "booking-change", manner, rtl);
    }

    private void step(Page page, String name, String manner, boolean rtl) {
        if (rtl) {
            turn(page);
        }
        keep(page, name + "-" + manner);
    }

    @Test
    void light() {
        walk("light", BrowserWindow.desktop(), false);
    }

    @Test
    void dark() {
        walk("dark", BrowserWindow.dark().setTimezoneId("America/New_York"), false);
    }

    @Test
    void phoneInGerman() {
        walk("phone", BrowserWindow.phone().setLocale("de-DE"), false);
    }

    @Test
    void fromRightToLeft() {
        walk("rtl", BrowserWindow.desktop(), true);
    }

    @Test
    void fromRightToLeftOnAPhone() {
        walk("rtl-phone", BrowserWindow.phone(), true);
    }

    @Test
    void laysOutEveryPageFromRightToLeft() {
        either(BrowserWindow.desktop(), "");
        either(BrowserWindow.phone(), "-phone");
    }

    private void either(Browser.NewContextOptions options, String manner) {
        Page page = window.visitor(options);
        for (String path : List.of("/", CONCERT, "/events/evt_club", "/basket", "/find",
                "/services/svc_massage", "/w/nobody")) {
            page.navigate(shop.address(path));
            turn(page);
            keep(page, "rtl" + path.replaceAll(".*/", "-") + manner);
            double shopAt = page.locator(".shop").boundingBox().x;
            double menuAt = page.locator(".top nav").boundingBox().x;
            assertThat(shopAt).as("the shop's name begins the line").isGreaterThan(menuAt);
        }
    }

    /// As in a window of 1,280 by 1,024 at 400 %: no page scrolls sideways, and what stays in place
    /// while the page scrolls leaves most of the window.
    @Test
    void staysReadableAtFourTimesTheSize() {
        Page page = window.visitor(BrowserWindow.desktop().setViewportSize(320, 256));
        for (String path : List.of("/", "/events/evt_club", "/find", "/docs/elements")) {
            page.navigate(shop.address(path));
            largest(page, path);
        }
        page.navigate(shop.address(CONCERT));
        page.waitForFunction("() => document.querySelector('holdfast-seats').map");
        page.evaluate("() => document.querySelector('holdfast-seats').choose(['stalls:A-4'])");
        largest(page, "the seats");
        page.locator("form:has(holdfast-seats) .go button").click();
        toBasket(page);
        largest(page, "the basket");
        page.navigate(shop.address("/services/svc_massage?day=2026-12-03"));
        Picker.times(page).first().click();
        largest(page, "the times");
        page.navigate(shop.address("/checkout"));
        largest(page, "the checkout");
    }

    private void largest(Page page, String what) {
        BrowserWindow.shot(page, "largest-" + what.replaceAll("\\W+", "-"));
        if (Boolean.TRUE.equals(page.evaluate(
                "() => document.documentElement.scrollWidth > window.innerWidth"))) {
            found.add(what + " scrolls sideways");
        }
        Object covered = page.evaluate("""
                () => {
                  scrollTo(0, document.documentElement.scrollHeight / 2);
                  const over = (each) => each.assignedSlot ?? each.parentElement
                    ?? each.getRootNode().host;
                  const stays = (x, y) => {
                    let found = document.elementFromPoint(x, y);
                    while (found?.shadowRoot?.elementFromPoint(x, y)
                        && found.shadowRoot.elementFromPoint(x, y) !== found) {
                      found = found.shadowRoot.elementFromPoint(x, y);
                    }
                    for (let each = found; each; each = over(each)) {
                      if (/sticky|fixed/.test(getComputedStyle(each).position)) return true;
                    }
                    return false;
                  };
                  const rows = Array.from({ length: 32 }, (_, at) => at * 8 + 4);
                  return rows.filter((y) => stays(160, y)).length / 32;
                }""");
        if (((Number) covered).doubleValue() > 0.4) {
            found.add(what + ": " + covered + " of the window is covered");
        }
    }

    /// Styles name no left or right, because text also runs from right to left.
    @Test
    void usesLogicalSidesInStyles() {
        Page page = open("/", BrowserWindow.desktop());
        String css = String.valueOf(page.evaluate("""
                async () => (await Promise.all([...document.styleSheets].map((sheet) =>
                  fetch(sheet.href).then((answer) => answer.text())))).join("")"""));
        assertThat(Pattern.compile("(?:margin|padding|border|inset)-(?:left|right)|"
                + "(?:^|[;{\\s])(?:left|right)\\s*:|text-align:\\s*(?:left|right)|"
                + "float:\\s*(?:left|right)").matcher(css).results()
                .map(java.util.regex.MatchResult::group)).isEmpty();
    }

    @Test
    void printsABookingAsATicket() {
        Page page =
                open("/services/svc_massage?day=2026-12-03&with=cal_maya", BrowserWindow.desktop());
        Picker.take(page);
        toBasket(page);
        book(page);
        onPaper(page, Media.PRINT);
        for (String gone : List.of(".top", ".foot", ".acts", ".cancel", ".cancel-item",
                ".terms", ".go")) {
            for (int at = 0; at < page.locator(gone).count(); at++) {
                assertThat(page.locator(gone).nth(at)).isHidden();
            }
        }
        assertThat(page.locator(".printed")).hasText("Holdfast");
        assertThat(page.locator(".reference b")).isVisible();
        assertThat(page.locator(".ticket .what")).containsText("09:00");
        BrowserWindow.shot(page, "booked-print");
        String paper = new String(page.pdf(), StandardCharsets.ISO_8859_1);
        assertThat(Pattern.compile("/Type\\s*/Page\\b").matcher(paper).results().count())
                .isEqualTo(1);
        onPaper(page, Media.SCREEN);
        page.evaluate("() => { window.print = () => { window.printed = true; }; }");
        button(page, "Print").click();
        assertThat(page.evaluate("window.printed")).isEqualTo(true);
    }

    private static void onPaper(Page page, Media media) {
        PlaywrightLocale
                .plainly(() -> page.emulateMedia(new Page.EmulateMediaOptions().setMedia(media)));
    }

    @Test
    void animatesNothingWithReducedMotion() {
        Page page = window.visitor(BrowserWindow.desktop());
        for (String path : List.of("/", CONCERT, "/services/svc_massage", "/basket")) {
            page.navigate(shop.address(path));
            page.waitForLoadState();
            Object moving = page.evaluate("""
                    () => {
                      const all = (root) => [...root.querySelectorAll("*")].flatMap((each) =>
                        [each, ...each.shadowRoot ? all(each.shadowRoot) : []]);
                      return all(document).filter((each) => !each.closest("[aria-hidden]"))
                        .filter((each) => {
                          const style = getComputedStyle(each);
                          const long = (times) => times.split(",").some((t) => parseFloat(t) > 0);
                          return (style.animationName !== "none" && long(style.animationDuration))
                            || long(style.transitionDuration);
                        }).map((each) => `${each.localName}.${each.className}`);
                    }""");
            assertThat((List<?>) moving).as(path).isEmpty();
        }
    }

    @Test
    void formatsNumbersDatesAndMoneyByTheVisitorsLocale() {
        for (String[] each : new String[][] {
                {"en-US", "$?€79.50", "9:00\u202fAM"}, {"en-GB", "€79.50", "09:00"},
                {"de-DE", "79,50\u00a0€", "09:00"}, {"de-CH", "79.50", "09:00"}}) {
            Page page = open(CONCERT, BrowserWindow.desktop().setLocale(each[0]));
            assertThat(page.locator("fieldset.row .about").first())
                    .containsText(Pattern.compile(each[1].replace("$?", "")));
            page.navigate(shop.address("/services/svc_massage?day=2026-12-03"));
            assertThat(Picker.times(page).first())
                    .containsText(Pattern.compile(each[2].replace("\u202f", "\\s")));
            page.context().close();
        }
        assertThat(Locale.getDefault().getLanguage()).isEqualTo("tr");
    }
}
