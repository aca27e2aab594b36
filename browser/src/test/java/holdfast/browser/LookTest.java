package holdfast.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Every page in every state: a picture in light, in dark and on a phone, and no barrier that axe
/// can find in any of them. The pictures are in target/screenshots.
@ExtendWith(Chromium.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LookTest {
    private static final long FIRST_PAGE = 60_000;

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private Window window;
    private final Map<String, List<String>> barriers = new LinkedHashMap<>();

    @BeforeAll
    void look() {
        window = new Window();
    }

    @AfterAll
    void leave() {
        window.close();
    }

    @Test
    void light() {
        walk("light", Window.desktop());
    }

    @Test
    void dark() {
        walk("dark", Window.dark().setTimezoneId("America/New_York"));
    }

    @Test
    void phoneInGerman() {
        walk("phone", Window.phone().setLocale("de-DE"));
    }

    private void seen(Page page, String manner, String name) {
        Window.shot(page, name + "-" + manner);
        List<String> found = Window.barriers(page);
        if (!found.isEmpty()) {
            barriers.put(name + "-" + manner, found);
        }
        Object wider = page.evaluate(
                "() => document.documentElement.scrollWidth > window.innerWidth");
        if (Boolean.TRUE.equals(wider)) {
            barriers.put(name + "-" + manner + "-width", List.of("it scrolls sideways"));
        }
    }

    private void walk(String manner, Browser.NewContextOptions options) {
        barriers.clear();
        try (Shopfront shop = new Shopfront(scratch)) {
            Page page = window.visitor(options);
            page.navigate(shop.address("/w/nobody"));
            seen(page, manner, "unknown");
            page.navigate(shop.address("/"));
            seen(page, manner, "home");
            for (String path : List.of("events/evt_concert", "events/evt_club",
                    "services/svc_massage", "basket", "find")) {
                page.navigate(shop.address("/" + path));
                seen(page, manner, path.replaceAll(".*/", ""));
            }
            page.navigate(shop.address("/events/evt_concert"));
            BookingTest.bestSeats(page);
            seen(page, manner, "basket-held");
            page.navigate(shop.address("/services/svc_massage"));
            Picker.take(page);
            page.navigate(shop.address("/checkout"));
            seen(page, manner, "checkout");
            page.locator(".fields .main").click();
            seen(page, manner, "checkout-wrong");
            scratch.clock().tick(Duration.ofMinutes(14));
            page.navigate(shop.address("/basket"));
            assertThat(page.locator(".held")).hasClass("held soon");
            seen(page, manner, "basket-soon");
            conflict(shop, options, manner);
            booking(shop, page, manner);
            lapse(shop, page, manner);
        }
        assertThat(barriers).isEmpty();
        assertThat(window.complaints()).isEmpty();
    }

    private void conflict(Shopfront shop, Browser.NewContextOptions options, String manner) {
        Page one = window.visitor(options);
        Page two = window.visitor(options);
        one.navigate(shop.address("/services/svc_massage"));
        two.navigate(shop.address("/services/svc_massage"));
        Picker.times(two).first().click();
        Picker.take(one);
        one.waitForURL(Pattern.compile("/basket$"));
        Picker.send(two);
        seen(two, manner, "conflict");
        one.context().close();
        two.context().close();
    }

    private void booking(Shopfront shop, Page page, String manner) {
        page.navigate(shop.address("/checkout"));
        page.locator("#name").fill("Ann Example");
        page.locator("#email").fill("ann@example.org");
        page.locator(".fields .main").click();
        seen(page, manner, "booked");
        page.navigate(shop.address("/basket"));
        seen(page, manner, "basket-booked");
        page.locator("main .button.main").click();
        String mine = page.url();
        exchange(page, manner);
        page.navigate(mine);
        page.locator(".cancel summary").click();
        seen(page, manner, "booking");
        page.locator(".cancel button").click();
        seen(page, manner, "cancelled");
    }

    private void exchange(Page page, String manner) {
        page.locator(".acts a").first().click();
        page.locator("holdfast-seats .chip").first().waitFor();
        seen(page, manner, "change-seats");
        page.goBack();
        page.locator(".acts a").last().click();
        Picker.times(page).last().click();
        seen(page, manner, "change-time");
        Picker.send(page);
        assertThat(page.locator(".swap")).isVisible();
        seen(page, manner, "exchange");
        page.locator(".go .main").click();
        assertThat(page.locator(".notice.good")).isVisible();
        seen(page, manner, "exchanged");
    }

    private void lapse(Shopfront shop, Page page, String manner) {
        page.navigate(shop.address("/events/evt_reading"));
        page.locator(".main").last().click();
        scratch.clock().tick(Duration.ofMinutes(15));
        page.navigate(shop.address("/basket"));
        seen(page, manner, "basket-lapsed");
    }

    @Test
    void theFirstPageIsLight() {
        try (Shopfront shop = new Shopfront(scratch)) {
            Page page = window.visitor(Window.desktop());
            AtomicLong bytes = new AtomicLong();
            page.onRequestFinished(request -> bytes.addAndGet(
                    request.sizes().responseBodySize + request.sizes().responseHeadersSize));
            page.navigate(shop.address("/"));
            page.waitForLoadState();
            System.out.println("The first page took " + bytes + " bytes of transfer.");
            assertThat(bytes.get()).isBetween(1_000L, FIRST_PAGE);
        }
    }
}
