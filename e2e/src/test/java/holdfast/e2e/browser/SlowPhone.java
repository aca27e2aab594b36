package holdfast.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A first visit with a slow phone: a processor four times slower, and a network of 1.6 Mbit/s with
/// answers after 150 ms. The times are printed; bytes, requests and layout shifts are asserted,
/// because they are the same on any machine.
final class SlowPhone {
    private static final int MOST_REQUESTS = 40;
    private static final int EARLIER = 3;
    private static final String SHIFTS = """
            window.shifted = 0;
            new PerformanceObserver((list) => list.getEntries().forEach((each) => {
              window.shifted += each.value;
            })).observe({ type: "layout-shift", buffered: true });""";
    private static final String SEEN = """
            (now) => new Promise((done) => {
              new PerformanceObserver((list) => {
                const paint = performance.getEntriesByName("first-contentful-paint")[0];
                const ready = performance.getEntriesByName("holdfast-seats-first")[0];
                const [loaded] = performance.getEntriesByType("navigation");
                done([paint.startTime, list.getEntries().at(-1).startTime,
                  ready ? ready.startTime + ready.duration
                    : document.querySelector("holdfast-times") ? now : loaded.loadEventEnd]
                  .map(Math.round).join(" "));
              }).observe({ type: "largest-contentful-paint", buffered: true });
            })""";

    private final BrowserWindow window;
    private final long most;

    /// @param most how many bytes a page may have
    SlowPhone(BrowserWindow window, long most) {
        this.window = window;
        this.most = most;
    }

    /// Links and forms work as soon as they are rendered.
    static void links(Page page) {
        page.locator("main h1").waitFor();
    }

    private static void slow(Page page) {
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

    /// @param ready waits until the parts that a script adds are there
    void visit(String address, Consumer<Page> ready) {
        // Earlier visits warm up the server, not this phone.
        for (int before = 0; before < EARLIER; before++) {
            Page earlier = window.visitor(BrowserWindow.desktop());
            earlier.navigate(address);
            earlier.context().close();
        }
        Page page = window.visitor(BrowserWindow.phone());
        slow(page);
        AtomicLong bytes = new AtomicLong();
        AtomicInteger requests = new AtomicInteger();
        page.onRequestFinished(request -> {
            requests.incrementAndGet();
            bytes.addAndGet(
                    request.sizes().responseBodySize + request.sizes().responseHeadersSize);
        });
        page.addInitScript(SHIFTS);
        page.navigate(address);
        ready.accept(page);
        List<String> seen = List.of(((String) page.evaluate(
                SEEN, page.evaluate("() => performance.now()"))).split(" ", -1));
        System.out.printf(Locale.ROOT,
                "%-24s %5.1f kB in %d requests, first paint after %s ms, most of it after"
                        + " %s ms, all of it to be used after %s ms%n",
                URI.create(address).getPath(), bytes.get() / 1_000.0, requests.get(), seen.get(0),
                seen.get(1), seen.get(2));
        assertThat(bytes.get()).isBetween(1_000L, most);
        assertThat(requests.get()).isBetween(1, MOST_REQUESTS);
        assertThat(((Number) page.evaluate("window.shifted")).doubleValue()).isLessThan(0.01);
        page.context().close();
    }
}
