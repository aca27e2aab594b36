package holdfast.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Takes the README's pictures of the demo: into target/images, for docs/images.
///
/// The pixels are not compared, because each machine has its own fonts. A committed picture must
/// have the size of the new one, and about as much on it.
class ReadmePicturesTest extends BrowserTest {
    private static final Path FRESH = Path.of("target", "images");
    private static final Path COMMITTED = Path.of("..", "docs", "images");
    private static final long MOST_BYTES = 150_000;

    private SampleShop shop;

    @BeforeEach
    void openShop() {
        shop = SampleShop.demo(scratch);
    }

    @AfterEach
    void closeShop() {
        shop.close();
        assertThat(window.errors()).isEmpty();
    }

    private Page open(String path) {
        Browser.NewContextOptions options = BrowserWindow.desktop()
                .setViewportSize(960, 1216).setDeviceScaleFactor(1.25);
        Page page = window.visitor(options);
        page.navigate(shop.address(path));
        return page;
    }

    @Test
    void storefront() throws IOException {
        keep(open("/"), "storefront.png");
    }

    @Test
    void seatMap() throws IOException {
        Page page = open("/events/evt_demo_concert_20261212");
        SeatMap map = SeatMap.on(page);
        map.choose("stalls:H-15", "stalls:H-16");
        map.leave();
        keep(page, "seat-map.png");
    }

    private static void keep(Page page, String name) throws IOException {
        byte[] fresh = SmallPng.of(page.screenshot());
        Files.createDirectories(FRESH);
        Files.write(FRESH.resolve(name), fresh);
        Path path = COMMITTED.resolve(name);
        assertThat(path).as("the README's picture; the new one is in e2e/%s", FRESH).exists();
        byte[] committed = Files.readAllBytes(path);
        assertThat(size(committed)).as("width and height of %s", path).isEqualTo(size(fresh));
        assertThat((long) committed.length).as("bytes of %s", path)
                .isBetween(fresh.length / 2L, Math.min(MOST_BYTES, fresh.length * 2L));
    }

    private static String size(byte[] png) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        return image.getWidth() + " x " + image.getHeight();
    }
}
