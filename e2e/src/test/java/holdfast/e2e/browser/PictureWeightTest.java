package holdfast.e2e.browser;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the pages of a shop with pictures weigh on a first visit with a slow phone.
class PictureWeightTest extends BrowserTest {
    private static final long MOST = 120_000;

    private SampleShop demo;

    @BeforeEach
    void openDemo() {
        demo = SampleShop.demo(scratch);
    }

    @AfterEach
    void closeDemo() {
        demo.close();
    }

    @Test
    void theFirstPage() {
        new SlowPhone(window, MOST).visit(demo.address("/"), page -> {
            SlowPhone.links(page);
            page.waitForLoadState();
        });
    }

    @Test
    void anEvent() {
        Page page = window.visitor(BrowserWindow.desktop());
        page.navigate(demo.address("/"));
        String event = (String) page.evaluate(
                "() => document.querySelector('main a[href*=\"/events/\"]').pathname");
        new SlowPhone(window, MOST).visit(demo.address(event), SlowPhone::links);
    }
}
