package holdfast.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Each page as somebody gets it who has never been here, on a slow phone: a processor that takes
/// four times as long, and a network of 1.6 Mbit/s on which an answer takes 150 ms. How long it
/// takes is printed; how much is sent is insisted on, because that is the same on any machine.
class SlowPhoneTest extends InTheShop {
    private static final long MOST = 60_000;
    private static final String SEEN = """
            () => new Promise((done) => {
              new PerformanceObserver((list) => {
                const paint = performance.getEntriesByName("first-contentful-paint")[0];
                const ready = performance.getEntriesByName("holdfast-seats-first")[0]
                  ?? performance.getEntriesByName("holdfast-times-first")[0];
                done([paint.startTime, list.getEntries().at(-1).startTime,
                  ready ? ready.startTime + ready.duration : 0].map(Math.round).join(" "));
              }).observe({ type: "largest-contentful-paint", buffered: true });
            })""";

    private void slow(Page page) {
        CDPSession session = page.context().newCDPSession(page);
        session.send("Network.enable");
        JsonObject network = new JsonObject();
        network.addProperty("offline", false);
        network.addProperty("latency", 150);
        network.addProperty("downloadThroughput", 1_600_000 / 8);
        network.addProperty("uploadThroughput", 750_000 / 8);
        session.send("Network.emulateNetworkConditions", network);
        JsonObject processor = new JsonObject();
        processor.addProperty("rate", 4);
        session.send("Emulation.setCPUThrottlingRate", processor);
    }

    private void visit(String path, boolean map) {
        // Whoever came before has warmed up the server, not this phone.
        for (int before = 0; before < 3; before++) {
            Page earlier = at(path, Window.desktop());
            earlier.context().close();
        }
        Page page = window.visitor(Window.phone());
        slow(page);
        AtomicLong bytes = new AtomicLong();
        page.onRequestFinished(request -> bytes.addAndGet(
                request.sizes().responseBodySize + request.sizes().responseHeadersSize));
        page.navigate(shop.address(path));
        if (map) {
            SeatMap.on(page);
        }
        List<String> seen = List.of(((String) page.evaluate(SEEN)).split(" ", -1));
        System.out.printf(Locale.ROOT, "%-24s %5.1f kB, first paint after %s ms, most of it after"
                        + " %s ms%s%n", path, bytes.get() / 1_000.0, seen.get(0), seen.get(1),
                seen.get(2).equals("0") ? "" : ", to be used after " + seen.get(2) + " ms");
        assertThat(bytes.get()).isBetween(1_000L, MOST);
        page.context().close();
    }

    @Test
    void theFirstPage() {
        visit("/", false);
    }

    @Test
    void places() {
        visit("/events/evt_club", false);
    }

    @Test
    void seats() {
        visit("/events/evt_concert", true);
    }

    @Test
    void times() {
        visit("/services/svc_massage", false);
    }

    @Test
    void theBasket() {
        visit("/basket", false);
    }
}
