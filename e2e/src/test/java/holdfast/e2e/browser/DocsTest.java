package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import holdfast.e2e.DemoShop;
import holdfast.testkit.ScratchDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The documentation in a browser: keys, languages, search, and no accessibility violation.
@ExtendWith(Chromium.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocsTest {
    private static final List<String> PAGES = List.of("/docs", "/docs/getting-started",
            "/docs/payments", "/docs/api", "/docs/api/holds", "/docs/outcomes/unavailable",
            "/docs/search?q=idempotency+key", "/docs/search?q=nothinghasthisword");

    @TempDir
    static Path data;

    private ScratchDatabase database;
    private DemoShop shop;
    private BrowserWindow window;

    @BeforeAll
    void open() {
        database = ScratchDatabase.quick();
        shop = new DemoShop(database, data);
        window = new BrowserWindow();
    }

    @AfterAll
    void close() {
        window.close();
        shop.close();
        database.close();
    }

    private Page open(Browser.NewContextOptions options, String path) {
        Page page = window.visitor(options);
        page.navigate(shop.address(path));
        return page;
    }

    @Test
    void fillsInTheReadersKeys() {
        Page page = open(BrowserWindow.desktop(), "/docs");
        page.getByLabel("Publishable key").fill("pk_mine");
        assertThat(page.locator("[data-fill]")).containsText("export KEY=pk_mine");
        assertThat(page.locator("[data-fill]")).containsText(shop.address(""));
        page.getByText("JavaScript", new Page.GetByTextOptions().setExact(true)).first()
                .click();
        assertThat(page.locator("figure[data-language=JavaScript]").first()).isVisible();
        assertThat(page.locator("figure[data-language=curl]").first()).isHidden();
        page.reload();
        assertThat(page.getByLabel("Publishable key")).hasValue("pk_mine");
        assertThat(page.locator("figure[data-language=curl]").first()).isHidden();
    }

    @Test
    void findsWithAndWithoutScripts() {
        Page page = open(BrowserWindow.desktop(), "/docs");
        page.keyboard().press("/");
        page.keyboard().type("refund webhook");
        page.keyboard().press("Enter");
        page.locator(".hits a").first().click();
        assertThat(page.locator("main")).containsText("refund");
        Page plain = open(BrowserWindow.desktop().setJavaScriptEnabled(false), "/docs");
        assertThat(plain.locator("figure[data-language=Java]").first()).isVisible();
        plain.locator("#q").fill("overbooked");
        plain.locator(".search button").click();
        assertThat(plain.locator("h1")).hasText("Search");
    }

    @Test
    void looksRight() {
        look("light", BrowserWindow.desktop());
        look("dark", BrowserWindow.dark());
        look("narrow", BrowserWindow.narrow());
    }

    private void look(String manner, Browser.NewContextOptions options) {
        PictureAlbum album = new PictureAlbum(manner);
        Page page = window.visitor(options);
        for (String path : PAGES) {
            page.navigate(shop.address(path));
            album.keep(page, path.substring(1).replaceAll("[^a-z]+", "-"));
        }
        assertThat(album.barriers()).as(manner).isEmpty();
    }
}
