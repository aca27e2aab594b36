package holdfast.e2e.browser;

import com.microsoft.playwright.Page;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What each page of a shop without pictures weighs on a first visit with a slow phone.
class SlowPhoneTest extends BrowserShop {
    private static final long MOST = 60_000;

    private void visit(String path, Consumer<Page> ready) {
        new SlowPhone(window, MOST).visit(shop.address(path), ready);
    }

    @Test
    void theFirstPage() {
        visit("/", SlowPhone::links);
    }

    @Test
    void places() {
        visit("/events/evt_club", SlowPhone::links);
    }

    @Test
    void seats() {
        visit("/events/evt_concert", SeatMap::on);
    }

    @Test
    void times() {
        visit("/services/svc_massage", page -> Picker.times(page).first().waitFor());
    }

    @Test
    void theBasket() {
        visit("/basket", SlowPhone::links);
    }
}
