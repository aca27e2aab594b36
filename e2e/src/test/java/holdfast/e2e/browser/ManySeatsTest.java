package holdfast.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import holdfast.Claim;
import holdfast.HoldRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// 100,000 seats on one map during sales: load time and frame rate. Both are printed; the test
/// asserts only that all seats are there and up to date.
class ManySeatsTest extends BrowserTest {
    private static final int MOVING = 6_000;
    /// Pans in circles and zooms in and out, a step in each frame; returns the times between frames
    /// and the drawing time of one.
    private static final String MOVE = """
            async (long) => {
              const map = document.querySelector("holdfast-seats");
              const { camera, chart, painter } = map.map;
              const drawn = [];
              const draw = painter.draw.bind(painter);
              painter.draw = (...all) => {
                const from = performance.now();
                draw(...all);
                drawn.push(performance.now() - from);
              };
              const apart = [];
              const first = chart.version;
              await new Promise((done) => {
                let began = 0;
                let last = 0;
                const step = (now) => {
                  began ||= now;
                  apart.push(now - (last || now));
                  last = now;
                  const passed = (now - began) / 1000;
                  if (passed * 1000 > long) {
                    done();
                    return;
                  }
                  camera.pan(14 * Math.cos(passed * 1.3), 11 * Math.sin(passed * 1.9));
                  camera.zoom(camera.width / 2, camera.height / 2,
                    Math.sin(passed * 2.1) > 0 ? 1.035 : 1 / 1.035);
                  requestAnimationFrame(step);
                };
                camera.zoom(camera.width / 2, camera.height / 2, 4);
                requestAnimationFrame(step);
              });
              painter.draw = draw;
              const at = (all, part) => {
                const sorted = all.toSorted((one, other) => one - other);
                return Math.round(sorted[Math.floor((sorted.length - 1) * part)] * 10) / 10;
              };
              const percentiles = (all) => `${at(all, 0.5)} / ${at(all, 0.95)} / ${at(all, 1)}`;
              apart.shift();
              return { frames: apart.length, apart: percentiles(apart), drawn: percentiles(drawn),
                changes: chart.version - first };
            }""";
    private static final String FIRST = """
            () => {
              const [measured] = performance.getEntriesByName("holdfast-seats-first");
              return `${Math.round(measured.startTime + measured.duration)} ms after the page was`
                + ` asked for, ${Math.round(measured.duration)} ms after the element was there`;
            }""";
    private static final String HEAP = """
            () => { gc(); return Math.round(performance.memory.usedJSHeapSize / 1e5) / 10; }""";

    @Test
    void onADesktop() throws InterruptedException {
        see("1200 x 900", BrowserWindow.desktop());
    }

    @Test
    void onAPhone() throws InterruptedException {
        see("375 x 740 at twice the pixels", BrowserWindow.phone());
    }

    private void see(String screen, com.microsoft.playwright.Browser.NewContextOptions options)
            throws InterruptedException {
        try (SampleShop shop = new SampleShop(scratch,
                new SampleShop.EventJson("evt_bowl", LargeArena.event()))) {
            Page page = window.visitor(options);
            // The first visit loads the hall into the cache; the others are measured.
            page.navigate(shop.address("/events/evt_bowl"));
            SeatMap.on(page);
            page.navigate(shop.address("/events/evt_bowl"));
            SeatMap map = SeatMap.on(page);
            assertThat(
                    page.evaluate("() => document.querySelector('holdfast-seats').map.chart.count"))
                    .isEqualTo(LargeArena.SEATS);
            String first = (String) page.evaluate(FIRST);
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger sold = new AtomicInteger();
            Thread crowd = Thread.ofVirtual().start(() -> buy(shop, over, sold));
            map.show();
            Map<?, ?> moved = (Map<?, ?>) page.evaluate(MOVE, MOVING);
            over.set(true);
            crowd.join();
            System.out.printf(Locale.ROOT, "%,d seats on %s.%n  first drawing: %s%n"
                    + "  moving for %d s while %d seats were taken (%s changes seen):"
                    + " %s frames, p50 / p95 / worst %s ms apart, drawn in %s ms%n"
                    + "  JS heap %s MB%n",
                    LargeArena.SEATS, screen, first, MOVING / 1_000, sold.get(),
                    moved.get("changes"),
                    moved.get("frames"), moved.get("apart"), moved.get("drawn"),
                    page.evaluate(HEAP));
            others(shop, map);
            assertThat(window.errors()).isEmpty();
        }
    }

    /// Buys two seats at a time, here and there, about a hundred seats a second.
    private static void buy(SampleShop shop, AtomicBoolean over, AtomicInteger sold) {
        for (int at = 0; !over.get() && at < 2_000; at++) {
            shop.engine().hold(new HoldRequest(SampleShop.HERE,
                    new Claim.Seats("evt_bowl:" + LargeArena.area(at % LargeArena.areas().size()),
                            2)));
            sold.addAndGet(2);
            try {
                Thread.sleep(20);
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    /// The map still shows the database's state.
    private static void others(SampleShop shop, SeatMap map) {
        for (String seat : List.of("50-1", "50-50")) {
            shop.engine().hold(new HoldRequest(
                    SampleShop.HERE, new Claim.Seats("evt_bowl:b7", seat)));
            map.shows("b7:" + seat, 1);
        }
    }
}
