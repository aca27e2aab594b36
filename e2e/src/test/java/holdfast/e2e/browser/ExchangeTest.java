package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import holdfast.Claim;
import holdfast.HeldItem;
import holdfast.HoldRequest;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A customer exchanges a booking: for another time, other seats, more or fewer places.
class ExchangeTest extends BrowserShop {

    private static Browser.NewContextOptions plain() {
        return BrowserWindow.desktop().setJavaScriptEnabled(false);
    }

    private Page booked(Browser.NewContextOptions options, String path, String choose) {
        Page page = open(path, options);
        page.locator(choose).first().click();
        toBasket(page);
        book(page);
        return page;
    }

    private Page visit() {
        return booked(plain(), "/services/svc_massage?day=2026-12-03&with=cal_maya", ".start");
    }

    private Page seats(Browser.NewContextOptions options) {
        return booked(options.setJavaScriptEnabled(false), CONCERT, "[name=best]");
    }

    private Page places() {
        Page page = open("/events/evt_club", plain());
        page.getByLabel("Regular").selectOption("2");
        button(page, "Add to basket").click();
        book(page);
        return page;
    }

    private static void confirm(Page page) {
        assertThat(page.locator("h1")).hasText("Change your booking?");
        button(page, "Confirm the change").click();
        assertThat(page.locator(".notice.good")).containsText("Your booking has been changed");
    }

    private static String id(Page page) {
        return page.url().replaceAll(".*/booking/([^/?]*).*", "$1");
    }

    private List<HeldItem> has(Page page) {
        return shop.engine().find(SampleShop.HERE, id(page)).orElseThrow().basket().items();
    }

    private static Locator detail(Page page) {
        return page.locator(".ticket .what");
    }

    @Test
    void changesATimeWithoutScripts() {
        Page page = visit();
        String reference = page.locator(".reference b").innerText();
        assertThat(detail(page)).containsText("09:00");
        link(page, "Change time").click();
        assertThat(page.locator(".now")).containsText("Maya · Room");
        assertThat(page.locator(".now")).containsText("09:00");
        assertThat(page.locator(".people [aria-current]")).hasText("Maya");
        // Half an hour later is free, because the visit itself makes room.
        assertThat(page.locator(".start[value*='T09:30']")).containsText("– 10:30");
        Page picker = open(page.url().replaceFirst("https?://[^/]*", ""), BrowserWindow.desktop());
        assertThat(picker.locator("holdfast-times [data-start*='T09:30']")).isVisible();
        page.locator(".start[value*='T14:30']").click();
        assertThat(page.locator(".given")).containsText("09:00");
        assertThat(page.locator(".taken")).containsText("14:30");
        assertThat(page.locator(".difference")).containsText("No difference");
        assertThat(detail(page)).hasCount(0);
        confirm(page);
        assertThat(detail(page)).containsText("14:30");
        assertThat(page.locator(".reference b")).hasText(reference);
        page.navigate(shop.address("/services/svc_massage?day=2026-12-03&with=cal_maya"));
        assertThat(page.locator(".start").first()).containsText("09:00");
    }

    @Test
    void changesPlacesWithAKeyboardAlone() {
        Page page = places();
        Page typing = open(page.url().replaceFirst("https?://[^/]*", ""), BrowserWindow.desktop());
        KeyboardUser.enter(typing, "Change quantity",
                "Club night <script>document.title='broken'</script>");
        KeyboardUser.to(typing, "select[name='places:floor:late']");
        assertThat(typing.locator(":focus")).hasValue("2");
        typing.keyboard().press("ArrowDown");
        typing.keyboard().press("ArrowDown");
        KeyboardUser.enter(typing, "Review change", "Change your booking?");
        assertThat(typing.locator(".difference")).containsText("€30 more");
        assertThat(typing.locator(".sums")).containsText("€60");
        KeyboardUser.enter(typing, "Confirm the change", "Your booking");
        assertThat(has(typing)).containsExactly(new HeldItem.Capacity("evt_club:floor", 4));
        assertThat(detail(typing)).containsText("4 places");
    }

    @Test
    void changesSeatsOnTheMap() {
        Page page = seats(BrowserWindow.desktop());
        List<String> had = ((HeldItem.Seats) has(page).getFirst()).names();
        Page mouse = open(page.url().replaceFirst("https?://[^/]*", ""), BrowserWindow.desktop());
        link(mouse, "Change seats").click();
        Locator chips = mouse.locator("holdfast-seats .chip");
        assertThat(chips).hasCount(2);
        assertThat(mouse.locator("main .go button")).hasCount(1);
        assertThat(chips.first()).containsText(had.getFirst());
        chips.last().click();
        assertThat(chips).hasCount(1);
        button(mouse, "Review change").click();
        assertThat(mouse.locator(".difference")).containsText("€79.50 less");
        confirm(mouse);
        assertThat(has(mouse)).containsExactly(
                new HeldItem.Seats("evt_concert:stalls", had.subList(0, 1)));
    }

    @Test
    void keepsASeatAndAddsAnotherWithoutScripts() {
        Page page = seats(BrowserWindow.desktop());
        List<String> had = ((HeldItem.Seats) has(page).getFirst()).names();
        link(page, "Change seats").click();
        assertThat(page.locator(".seat input:checked")).hasCount(2);
        page.locator(".seat input[value='stalls:" + had.getLast() + "']").uncheck();
        page.locator(".seat input[value='stalls:B-6']").check();
        button(page, "Review change").click();
        assertThat(page.locator(".difference")).containsText("€20.50 less");
        confirm(page);
        assertThat(((HeldItem.Seats) has(page).getFirst()).names())
                .containsExactlyInAnyOrder(had.getFirst(), "B-6");
    }

    @Test
    void keepsTheBookingAndOffersTheNextBestForALostSeat() {
        Page page = seats(BrowserWindow.desktop());
        List<HeldItem> had = has(page);
        link(page, "Change seats").click();
        page.locator(".seat input:checked").first().uncheck();
        page.locator(".seat input:checked").first().uncheck();
        page.locator(".seat input[value='stalls:B-6']").check();
        button(page, "Review change").click();
        heldByAnother("B-6");
        button(page, "Confirm the change").click();
        assertThat(page.locator("h1")).hasText("Sorry, that has just been taken");
        assertThat(page.locator(".lead")).containsText("Your booking has not changed");
        button(page, "Choose this").click();
        confirm(page);
        assertThat(has(page)).isNotEqualTo(had).hasSize(1);
        assertThat(detail(page)).containsText("Row B, seat");
    }

    @Test
    void refusesAChangeOfAnOldVersion() {
        Page one = visit();
        Page two = window.tab(one);
        two.navigate(one.url());
        for (Page page : List.of(one, two)) {
            link(page, "Change time").click();
        }
        one.locator(".start[value*='T14:30']").click();
        two.locator(".start[value*='T16:00']").click();
        confirm(one);
        button(two, "Confirm the change").click();
        assertThat(two.locator("h1")).hasText("Your booking has changed");
        link(two, "Your booking").click();
        assertThat(detail(two)).containsText("14:30");
    }

    @Test
    void exchangesOnceForADoubleClickOrGoingBack() {
        Page page = visit();
        int version = shop.engine().find(SampleShop.HERE, id(page)).orElseThrow().version();
        link(page, "Change time").click();
        page.locator(".start[value*='T14:30']").click();
        button(page, "Confirm the change").dblclick();
        assertThat(page.locator(".notice.good")).isVisible();
        page.goBack();
        assertThat(page.locator("h1")).hasText("No change");
        link(page, "Keep my booking").click();
        assertThat(detail(page)).containsText("14:30");
        assertThat(shop.engine().find(SampleShop.HERE, id(page)).orElseThrow().version())
                .isEqualTo(version + 1);
    }

    @Test
    void showsAndKeepsTheWorkspacesRules() {
        shop.rules("""
                {"name": "Spa", "cancelUntilBefore": "never", "exchangeUntilBefore": "PT24H",
                 "exchangesAtMost": 1}""");
        Page page = visit();
        assertThat(page.locator(".terms")).containsText(
                "You can make changes until Wednesday, 2 December 2026, 09:00.");
        assertThat(page.locator(".terms")).containsText("One more change is possible.");
        assertThat(page.locator(".terms")).containsText("can’t be cancelled online");
        link(page, "Change time").click();
        String choosing = page.url();
        page.locator(".start[value*='T14:30']").click();
        confirm(page);
        assertThat(page.locator(".terms")).containsText("This booking has been changed once");
        assertThat(link(page, "Change time")).hasCount(0);
        page.navigate(choosing);
        assertThat(page.locator("h1")).hasText("Your booking has not changed");

        Page late = booked(plain(), "/services/svc_massage?day=2026-12-03&with=cal_jon", ".start");
        link(late, "Change time").click();
        scratch.clock().tick(Duration.ofHours(50));
        late.locator(".start[value*='T16:00']").click();
        assertThat(late.locator(".lead")).containsText(
                "The deadline for changes was Wednesday, 2 December 2026, 09:00.");
    }

    @Test
    void keepsATimeThatIsTooNearToBeChosen() {
        Page page = open("/services/svc_massage?day=2026-11-30", plain());
        page.locator(".start").first().click();
        page.navigate(shop.address("/events/evt_club"));
        page.getByLabel("Regular").selectOption("2");
        button(page, "Add to basket").click();
        book(page);
        // The massage begins in half an hour, and its notice is two hours.
        scratch.clock().tick(Duration.ofMinutes(90));
        link(page, "Change quantity").click();
        page.getByLabel("Regular").selectOption("1");
        button(page, "Review change").click();
        assertThat(page.locator(".difference")).containsText("€15 less");
        confirm(page);
        assertThat(page.locator(".lines .line")).hasCount(2);
    }

    @Test
    void changesALineOfTheBasketInPlace() {
        Page page = open("/events/evt_club", plain());
        page.getByLabel("Regular").selectOption("2");
        button(page, "Add to basket").click();
        link(page, "Change quantity").click();
        page.getByLabel("Regular").selectOption("0");
        page.getByLabel("Early bird").selectOption("3");
        button(page, "Replace in basket").click();
        assertThat(page.locator(".lines .line")).hasCount(1);
        assertThat(page.locator(".lines .line")).containsText("Early bird · 3 places");
        assertThat(page.locator(".total")).containsText("€27");
        shop.engine().hold(new HoldRequest(
                SampleShop.HERE, new Claim.Capacity("evt_club:floor:early", 1)));
        link(page, "Change quantity").click();
        assertThat(page.getByLabel("Early bird").locator("option")).hasCount(4);
        assertThat(page.getByLabel("Early bird")).hasValue("3");
    }

    @Test
    void refusesAChangeWithoutTheBookingsToken() {
        Page page = visit();
        String other = page.url().replaceAll(".*(/booking/[^?]*).*", "$1")
                + "/change?item=0&word=tok_wrong";
        String mine = page.url().replaceAll(".*(/booking/[^?]*)(.*)", "$1/review$2&item=0");
        page.navigate(shop.address(other));
        assertThat(page.locator("h1")).hasText("Page not found");
        page.navigate(shop.address(mine.replace("&said=thanks", "")
                + "&event=evt_none&places:floor:=1"));
        assertThat(page.locator("h1")).hasText("Page not found");
    }
}
