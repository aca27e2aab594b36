package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.BoundingBox;
import holdfast.e2e.DemoShop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The day board in a browser: visits are moved by mouse, by finger and by keyboard, a refusal offers
/// what is free instead, and the board shows what others do.
class LiveBoardTest extends BrowserTest {
    /// A Monday.
    private static final String DAY = "2099-12-14";

    @TempDir
    Path data;

    private DemoShop shop;
    private String zoe;
    private String yan;
    private String massage;

    @BeforeEach
    void open() {
        shop = new DemoShop(scratch.database(), data);
        zoe = calendar("Zoe", "masseur");
        yan = calendar("Yan", "masseur");
        String room = calendar("Quiet room", "room");
        String other = calendar("Loud room", "room");
        massage = made("/v1/services", """
                {"name": "Long massage", "duration": "PT60M", "step": "PT15M", "horizon": "P30D",
                 "price": {"amount": 8000, "currency": "EUR"},
                 "needs": [{"anyOf": ["%s", "%s"]}, {"anyOf": ["%s", "%s"]}]}"""
                .formatted(zoe, yan, room, other));
    }

    @AfterEach
    void close() {
        shop.close();
        assertThat(window.errors()).isEmpty();
    }

    private String made(String path, String body) {
        String id = shop.owner("/id", "POST", path, body).asText();
        assertThat(id).as(path).isNotEmpty();
        return id;
    }

    private String calendar(String name, String role) {
        return made("/v1/calendars", """
                {"name": "%s", "role": "%s", "timeZone": "Europe/Berlin",
                 "hours": {"mon": [["09:00", "18:00"]]}}""".formatted(name, role));
    }

    private void booked(String calendar, String time, String name) {
        String hold = made("/v1/holds", """
                {"override": true, "items": [{"kind": "time", "service": "%s", "with": ["%s"],
                 "start": "%sT%s:00+01:00"}]}""".formatted(massage, calendar, DAY, time));
        made("/v1/holds/" + hold + "/confirm", """
                {"customer": {"name": "%s", "email": "guest@example.org"}}""".formatted(name));
    }

    /// The visits of a person, as in `10:00 Anna`.
    private List<String> visits(String calendar) {
        List<String> all = new ArrayList<>();
        for (JsonNode each : shop.owner("/calendars/0/entries", "GET",
                "/v1/schedule?from=" + DAY + "&calendar=" + calendar, "")) {
            all.add(each.path("start").asText().substring(11, 16) + " "
                    + each.path("customer").asText());
        }
        return all;
    }

    private Page board(Browser.NewContextOptions options) {
        Page page = DemoDesk.signedIn(window, shop, options);
        page.navigate(shop.address("/desk/board?role=masseur&day=" + DAY));
        page.waitForFunction("() => document.querySelector('desk-board').carry");
        return page;
    }

    private static Locator visit(Page page, String name) {
        return page.locator("a[data-id]", new Page.LocatorOptions().setHasText(name));
    }

    private Locator lanes(Page page, String calendar) {
        return page.locator(".column[data-calendar='" + calendar + "'] .lanes");
    }

    private static void said(Page page, String words) {
        assertThat(page.locator("#board-said")).containsText(words);
    }

    @Test
    void movesByKeyboard() {
        booked(zoe, "10:00", "Anna");
        Page page = board(BrowserWindow.desktop());
        visit(page, "Anna").focus();
        page.keyboard().press("Space");
        said(page, "Anna picked up, 10:00, Zoe. free");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Shift+ArrowDown");
        said(page, "10:20, Zoe free");
        page.keyboard().press("ArrowLeft");
        said(page, "10:20, Yan free");
        page.keyboard().press("Escape");
        said(page, "Left where it was.");
        assertThat(visits(zoe)).containsExactly("10:00 Anna");
        page.keyboard().press("Space");
        page.keyboard().press("Shift+ArrowDown");
        page.keyboard().press("Shift+ArrowDown");
        page.keyboard().press("ArrowLeft");
        page.keyboard().press("Enter");
        said(page, "Moved.");
        assertThat(page.locator("a[data-id]:focus")).containsText("Anna");
        assertThat(visits(zoe)).isEmpty();
        assertThat(visits(yan)).containsExactly("10:30 Anna");
        page.locator(".board-undo button").click();
        assertThat(page.locator(".said")).isVisible();
        assertThat(visits(zoe)).containsExactly("10:00 Anna");
    }

    @Test
    void movesByMouseAndOffersWhatIsFree() {
        booked(zoe, "10:00", "Anna");
        booked(yan, "14:00", "Bert");
        Page page = board(BrowserWindow.desktop());
        drag(page, "Anna", yan, 120);
        said(page, "Moved.");
        assertThat(visits(yan)).containsExactly("12:00 Anna", "14:00 Bert");
        drag(page, "Anna", yan, 105);
        Locator answer = page.locator("dialog.board-answer");
        assertThat(answer.locator("p").first()).containsText("Yan");
        assertThat(BrowserWindow.barriers(page)).isEmpty();
        BrowserWindow.shot(page, "board-refused");
        assertThat(visits(yan)).containsExactly("12:00 Anna", "14:00 Bert");
        answer.locator(".offers-line button").first().click();
        said(page, "Moved.");
        assertThat(answer).hasCount(0);
        List<String> moved = new ArrayList<>(visits(yan));
        moved.addAll(visits(zoe));
        assertThat(moved).hasSize(2).contains("14:00 Bert").doesNotContain("12:00 Anna");
        assertThat(shop.owner("/findings", "GET", "/v1/audit", "")).isEmpty();
    }

    private void drag(Page page, String name, String to, int minutes) {
        Locator link = visit(page, name);
        link.scrollIntoViewIfNeeded();
        BoundingBox from = link.boundingBox();
        BoundingBox column = lanes(page, to).boundingBox();
        double minute = column.height / (page.locator(".axis .hour").count() * 60);
        page.mouse().move(from.x + 20, from.y + 8);
        page.mouse().down();
        page.mouse().move(from.x + 30, from.y + 20);
        page.mouse().move(column.x + column.width / 2, from.y + 8 + minutes * minute);
        assertThat(page.locator(".ghost")).isVisible();
        page.mouse().up();
    }

    @Test
    void movesByFingerAfterARest() {
        booked(zoe, "10:00", "Anna");
        Page page = board(BrowserWindow.phone());
        Locator link = visit(page, "Anna");
        link.scrollIntoViewIfNeeded();
        BoundingBox from = link.boundingBox();
        BoundingBox column = lanes(page, zoe).boundingBox();
        double minute = column.height / (page.locator(".axis .hour").count() * 60);
        CDPSession finger = page.context().newCDPSession(page);
        touch(finger, "touchStart", from.x + 20, from.y + 8);
        assertThat(page.locator(".ghost")).isVisible();
        touch(finger, "touchMove", from.x + 20, from.y + 8 + 15 * minute);
        touch(finger, "touchMove", from.x + 20, from.y + 8 + 30 * minute);
        touch(finger, "touchEnd", 0, 0);
        said(page, "Moved.");
        assertThat(visits(zoe)).containsExactly("10:30 Anna");
    }

    private static void touch(CDPSession finger, String type, double x, double y) {
        JsonObject event = new JsonObject();
        event.addProperty("type", type);
        JsonArray points = new JsonArray();
        if (!type.equals("touchEnd")) {
            JsonObject point = new JsonObject();
            point.addProperty("x", x);
            point.addProperty("y", y);
            points.add(point);
        }
        event.add("touchPoints", points);
        finger.send("Input.dispatchTouchEvent", event);
    }

    @Test
    void showsWhatOthersDo() {
        Page page = board(BrowserWindow.dark());
        assertThat(visit(page, "Cleo")).hasCount(0);
        booked(yan, "11:00", "Cleo");
        assertThat(visit(page, "Cleo")).isVisible(
                new LocatorAssertions.IsVisibleOptions()
                        .setTimeout(15_000));
        assertThat(page.locator(".board-keys")).isVisible();
        assertThat(BrowserWindow.barriers(page)).isEmpty();
        BrowserWindow.shot(page, "board-live");
    }
}
