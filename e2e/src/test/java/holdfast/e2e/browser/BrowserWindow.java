package holdfast.e2e.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A browser with any number of visitors. Every error in its console (a script that the policy
/// stops, say) fails the test.
final class BrowserWindow implements AutoCloseable {
    private static final Path SHOTS = Path.of("target", "screenshots");
    /// For people: a test sees nothing in them, and they are a good part of its time.
    private static final boolean PICTURES = Boolean.getBoolean("holdfast.pictures");

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> found = new ArrayList<>();

    BrowserWindow() {
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions()
                .setExecutablePath(Chromium.find().orElseThrow())
                .setArgs(List.of("--no-sandbox", "--enable-precise-memory-info",
                        "--js-flags=--expose-gc")));
    }

    static Browser.NewContextOptions desktop() {
        return new Browser.NewContextOptions().setViewportSize(1_200, 900)
                .setLocale("en-GB").setTimezoneId("Europe/Berlin")
                .setReducedMotion(ReducedMotion.REDUCE);
    }

    static Browser.NewContextOptions phone() {
        return desktop().setViewportSize(375, 740).setHasTouch(true).setIsMobile(true)
                .setDeviceScaleFactor(2);
    }

    static Browser.NewContextOptions narrow() {
        return phone().setViewportSize(320, 640);
    }

    static Browser.NewContextOptions forcedColours() {
        return desktop().setForcedColors(ForcedColors.ACTIVE);
    }

    static Browser.NewContextOptions dark() {
        return desktop().setColorScheme(ColorScheme.DARK);
    }

    /// A visitor with its own cookies.
    Page visitor(Browser.NewContextOptions options) {
        BrowserContext context = browser.newContext(options);
        context.setDefaultTimeout(20_000);
        return watched(context.newPage());
    }

    /// The same visitor in another tab.
    Page tab(Page page) {
        return watched(page.context().newPage());
    }

    private Page watched(Page page) {
        page.onConsoleMessage(message -> {
            // The status of a page that reports a conflict is not an error here.
            if (message.type().equals("error")
                    && !message.text().startsWith("Failed to load resource")) {
                found.add(message.text());
            }
        });
        page.onPageError(found::add);
        return page;
    }

    /// The errors since the last call.
    List<String> errors() {
        List<String> errors = List.copyOf(found);
        found.clear();
        return errors;
    }

    /// Ignores an error that the test caused itself.
    void ignoreErrors(String words) {
        found.removeIf(each -> each.contains(words));
    }

    /// The accessibility violations that axe finds, as text.
    static List<String> barriers(Page page) {
        return new AxeBuilder(page).setLegacyMode(true).analyze().getViolations().stream()
                .map(rule -> rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes().stream()
                        .map(node -> node.getHtml()).limit(3).toList())
                .toList();
    }

    /// From the top of the page, so that sticky elements are at their first position.
    static void shot(Page page, String name) {
        page.evaluate("() => scrollTo(0, 0)");
        if (PICTURES) {
            page.screenshot(new Page.ScreenshotOptions().setFullPage(true)
                    .setPath(SHOTS.resolve(name + ".png")));
        }
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
