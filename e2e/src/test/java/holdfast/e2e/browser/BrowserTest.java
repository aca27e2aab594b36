package holdfast.e2e.browser;

import holdfast.testkit.Scratch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A browser for the tests of a class, and an empty database for each test.
@ExtendWith(Chromium.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserTest {
    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    BrowserWindow window;

    @BeforeAll
    void openBrowser() {
        window = new BrowserWindow();
    }

    @AfterAll
    void closeBrowser() {
        window.close();
    }
}
