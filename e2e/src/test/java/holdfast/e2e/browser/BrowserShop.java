package holdfast.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import holdfast.Claim;
import holdfast.HoldRequest;
import holdfast.testkit.Scratch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A browser, and a new shop for each test. Every error in the browser's console fails the test.
@ExtendWith(Chromium.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserShop {
    static final String CONCERT = "/events/evt_concert";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    BrowserWindow window;
    SampleShop shop;

    @BeforeAll
    void look() {
        window = new BrowserWindow();
    }

    @AfterAll
    void leave() {
        window.close();
    }

    @BeforeEach
    void open() {
        shop = new SampleShop(scratch);
    }

    @AfterEach
    void close() {
        shop.close();
        assertThat(window.heard()).isEmpty();
    }

    Page at(String path, Browser.NewContextOptions options) {
        Page page = window.visitor(options);
        page.navigate(shop.address(path));
        return page;
    }

    /// Another customer, who takes these first.
    void others(String... seats) {
        assertThat(shop.engine().hold(new HoldRequest(SampleShop.HERE,
                new Claim.Seats("evt_concert:stalls", seats))))
                .isInstanceOf(holdfast.HoldOutcome.Granted.class);
    }
}
