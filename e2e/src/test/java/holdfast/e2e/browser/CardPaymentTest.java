package holdfast.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import holdfast.e2e.DemoShop;
import holdfast.testkit.ScratchDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A customer of the started demo pays on the sandbox's page, sees the mail, shows the ticket and
/// gets the money back.
@ExtendWith(Chromium.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CardPaymentTest {
    private static final String PASSWORD = "a long and quiet password";
    private static final String DECLINED = "4000000000000002";

    @TempDir
    static Path data;

    private ScratchDatabase database;
    private DemoShop shop;
    private BrowserWindow window;

    @BeforeAll
    void open() {
        database = ScratchDatabase.quick();
        shop = new DemoShop(database, data);
        window = new BrowserWindow();
    }

    @AfterAll
    void close() {
        window.close();
        shop.close();
        database.close();
    }

    @AfterEach
    void noErrors() {
        assertThat(window.errors()).isEmpty();
    }

    private Page checkout(Browser.NewContextOptions options) {
        Page page = window.visitor(options);
        page.navigate(shop.address("/"));
        page.locator("a[href*=evt_demo_club]").first().click();
        page.getByLabel("Regular").selectOption("2");
        page.locator(".go .main").first().click();
        BrowserShop.toBasket(page);
        page.navigate(shop.address("/checkout"));
        page.locator("#name").fill("Ann Example");
        page.locator("#email").fill("ann@example.org");
        return page;
    }

    private static void choose(Page page, String way) {
        page.locator("input[name=payment][value=" + way + "]").check();
        page.locator(".order .main").click();
    }

    /// On the sandbox's page.
    private static void pay(Page page, String card) {
        page.locator("input[value='" + card + "']").check();
        page.locator("form button").click();
    }

    private static void paid(Page page) {
        page.waitForURL(Pattern.compile("/c/pay/"));
        pay(page, "4242424242424242");
        assertThat(page.locator("h1")).hasText("Thank you, your booking is confirmed");
    }

    private static String id(Page page) {
        return page.url().replaceAll(".*/(hld_[a-z0-9]+).*", "$1");
    }

    @Test
    void paysShowsTheTicketAndGetsTheMoneyBack() {
        Page page = checkout(BrowserWindow.desktop());
        assertThat(page.locator(".order .main")).hasText("Pay now · €36",
                new LocatorAssertions.HasTextOptions().setUseInnerText(true));
        choose(page, "sandbox");
        paid(page);
        assertThat(page.locator(".facts")).containsText("€36, paid by card");
        receipt(page);
        String booking = page.url().replaceFirst("&said=.*", "");
        mail(page);
        assertThat(page).hasURL(booking);
        page.locator(".go .main").click();
        page.waitForURL("**/tickets*");
        assertThat(page.locator(".pass .qr svg")).hasCount(2);
        scan(id(page));
        page.navigate(booking);
        page.locator(".cancel summary").click();
        assertThat(page.locator(".cancel")).containsText("You get €36 back");
        page.locator(".cancel button").click();
        assertThat(page.locator(".notice")).containsText(Pattern.compile("refund(ing|ed) €36"));
        until(page, () -> page.locator(".facts").innerText().contains("€36, sent on"));
    }

    /// The receipt is made within seconds; the booking's page links to it.
    private static void receipt(Page page) {
        until(page, () -> page.locator(".facts a[href*=receipts]").count() > 0);
        Object link = page.locator(".facts a[href*=receipts]").evaluate("link => link.href");
        APIResponse pdf = page.request().get(link.toString());
        assertThat(pdf.status()).isEqualTo(200);
        assertThat(pdf.headers()).containsEntry("content-type", "application/pdf");
        assertThat(new String(pdf.body(), StandardCharsets.ISO_8859_1)).startsWith("%PDF-");
    }

    /// Loads the page again until it shows that.
    private static void until(Page page, java.util.function.BooleanSupplier seen) {
        for (int tries = 0; tries < 60 && !seen.getAsBoolean(); tries++) {
            page.waitForTimeout(500);
            page.reload();
        }
        assertThat(seen.getAsBoolean()).as(page.locator("main").innerText()).isTrue();
    }

    /// The mail has the link of the booking.
    private void mail(Page page) {
        String reference = page.locator(".reference b").innerText();
        page.locator(".foot a[href*='/demo/mails']").click();
        page.waitForURL("**/demo/mails");
        until(page, () -> page.locator(".mails").count() > 0
                && page.locator(".mails").innerText().contains(reference));
        page.locator(".mails a", new Page.LocatorOptions().setHasText(reference)).first().click();
        assertThat(page.locator(".mail-files")).containsText("tickets.pdf");
        page.locator(".mail-text a").first().click();
        page.waitForURL("**/booking/**");
    }

    private void scan(String booking) {
        JsonNode tickets = shop.owner(
                "/items", "GET", "/v1/bookings/" + booking + "/tickets", "");
        String code = tickets.findValue("code").asText();
        Page door = desk(BrowserWindow.desktop());
        for (String answer : List.of("Welcome", "Already inside")) {
            door.locator("#code").fill(code);
            door.keyboard().press("Enter");
            assertThat(door.locator(".scan-headline")).containsText(answer);
        }
        door.context().close();
    }

    private Page desk(Browser.NewContextOptions options) {
        String email = "door" + System.nanoTime() + "@example.org";
        shop.staff(email, PASSWORD);
        Page door = window.visitor(options);
        door.navigate(shop.address("/desk/scan"));
        door.locator("#email").fill(email);
        door.locator("#password").fill(PASSWORD);
        door.locator("form .main").click();
        door.locator(".scan-events a[href*=evt_demo_club]").first().click();
        return door;
    }

    @Test
    void paysWithAnotherCardAfterOneThatIsDeclined() {
        Page page = checkout(BrowserWindow.desktop().setJavaScriptEnabled(false));
        choose(page, "sandbox");
        page.waitForURL(Pattern.compile("/c/pay/"));
        pay(page, DECLINED);
        page.locator(".back").click();
        until(page, () -> page.locator("h1").innerText().equals("Your card was declined"));
        page.locator("main .main").first().click();
        paid(page);
    }

    @Test
    void paysOnceInTwoTabs() {
        Page first = checkout(BrowserWindow.desktop());
        Page second = window.tab(first);
        second.navigate(shop.address("/checkout"));
        second.locator("#name").fill("Ann Example");
        second.locator("#email").fill("ann@example.org");
        choose(first, "sandbox");
        first.waitForURL(Pattern.compile("/c/pay/"));
        choose(second, "sandbox");
        second.locator("main .main").first().click();
        second.waitForURL(Pattern.compile("/c/pay/"));
        assertThat(second.url()).isEqualTo(first.url());
        Page third = window.tab(first);
        third.navigate(shop.address("/checkout"));
        assertThat(third.locator("h1")).hasText("Your payment is still open");
        paid(first);
        // The page that was open changes by itself.
        assertThat(third.locator("h1")).hasText("Thank you, your booking is confirmed");
        assertThat(id(third)).isEqualTo(id(first));
    }

    /// Pays a part of a course, and the rest later, by card. Cancelling gives both back.
    @Test
    void paysADepositAndTheRest() {
        Page page = course(BrowserWindow.desktop());
        assertThat(page.locator(".order")).containsText("The remaining €84 is due by");
        assertThat(page.locator("input[value=onSite]")).hasCount(0);
        choose(page, "sandbox");
        paid(page);
        assertThat(page.locator(".rest")).containsText("Please pay the remaining €84 by");
        String booking = page.url().replaceFirst("&said=.*", "");
        rest(page, "sandbox");
        page.waitForURL(Pattern.compile("/c/pay/"));
        pay(page, DECLINED);
        page.locator(".back").click();
        until(page, () -> page.locator("h1").innerText().equals("Your card was declined"));
        page.locator("main .main").first().click();
        page.waitForURL(Pattern.compile("/c/pay/"));
        pay(page, "4242424242424242");
        assertThat(page.locator(".notice.good")).containsText("your payment has arrived");
        assertThat(page.locator(".rest")).hasCount(0);
        assertThat(page.locator(".facts")).containsText("€84, paid by card");
        page.navigate(booking);
        page.locator(".cancel summary").click();
        assertThat(page.locator(".cancel")).containsText("You get €120 back");
        page.locator(".cancel button").click();
        until(page, () -> page.locator(".notice").innerText().contains("We refunded €120 on"));
    }

    private String course = "";

    /// The checkout of two places in a course with a deposit.
    private Page course(Browser.NewContextOptions options) {
        if (course.isEmpty()) {
            course = shop.owner("/id", "POST", "/v1/events", """
                    {"name": "Pottery weekend", "start": "2036-05-03T10:00:00+02:00",
                     "end": "2036-05-04T17:00:00+02:00", "timeZone": "Europe/Berlin",
                     "deposit": {"percent": 30, "restBefore": "P7D"},
                     "areas": [{"id": "room", "name": "Workshop", "kind": "capacity",
                                "capacity": 200, "taxRate": 1900,
                                "price": {"amount": 6000, "currency": "EUR"}}]}""").asText();
        }
        Page page = window.visitor(options);
        page.navigate(shop.address("/events/" + course));
        page.locator("main select").first().selectOption("2");
        page.locator(".go .main").first().click();
        BrowserShop.toBasket(page);
        page.navigate(shop.address("/checkout"));
        page.locator("#name").fill("Ann Example");
        page.locator("#email").fill("ann@example.org");
        return page;
    }

    private static void rest(Page page, String way) {
        page.locator(".rest button[value=" + way + "]").click();
    }

    private void deposits() {
        Page owing = course(BrowserWindow.desktop());
        choose(owing, "sandbox");
        paid(owing);
        keep("booking-deposit", owing);
        Page transfer = course(BrowserWindow.desktop());
        choose(transfer, "sandbox");
        paid(transfer);
        rest(transfer, "bankTransfer");
        assertThat(transfer.locator(".transfer .qr svg")).isVisible();
        String booking = id(transfer);
        keep("pay-rest-transfer", transfer);
        Page paid = course(BrowserWindow.desktop());
        choose(paid, "sandbox");
        paid(paid);
        rest(paid, "sandbox");
        paid.waitForURL(Pattern.compile("/c/pay/"));
        paid.locator(".back").click();
        assertThat(paid.locator("h1")).hasText("Your payment is still open");
        pages.put("pay-rest-open", paid.url());
        paid.navigate(Objects.requireNonNull(pages.get("pay-rest-transfer"))
                .replace("/pay/", "/booking/"));
        assertThat(paid.locator(".rest a")).hasText("Go on with the payment");
        assertThat(paid.url()).contains(booking);
        paid.context().close();
    }

    // The pages in all states

    private final Map<String, String> pages = new LinkedHashMap<>();

    @Test
    void looksRightInEveryState() {
        collect();
        look("light", BrowserWindow.desktop());
        look("dark", BrowserWindow.dark());
        look("phone", BrowserWindow.phone().setLocale("de-DE"));
        look("narrow", BrowserWindow.narrow());
        PlaywrightLocale.plainly(() -> look("forced", BrowserWindow.forcedColours()));
    }

    private void keep(String name, Page page) {
        pages.put(name, page.url());
        page.context().close();
    }

    private void collect() {
        Page open = checkout(BrowserWindow.desktop());
        choose(open, "sandbox");
        open.waitForURL(Pattern.compile("/c/pay/"));
        open.locator(".back").click();
        assertThat(open.locator("h1")).hasText("Your payment is still open");
        keep("pay-open", open);
        Page declined = checkout(BrowserWindow.desktop());
        choose(declined, "sandbox");
        declined.waitForURL(Pattern.compile("/c/pay/"));
        pay(declined, DECLINED);
        declined.locator(".back").click();
        until(declined, () -> declined.locator("h1").innerText().contains("declined"));
        keep("pay-declined", declined);
        Page transfer = checkout(BrowserWindow.desktop());
        choose(transfer, "bankTransfer");
        assertThat(transfer.locator(".transfer .qr svg")).isVisible();
        keep("pay-transfer", transfer);
        Page closed = checkout(BrowserWindow.desktop());
        choose(closed, "bankTransfer");
        String address = closed.url();
        closed.locator(".leave button").first().click();
        closed.waitForURL(Pattern.compile("/checkout"));
        closed.navigate(address);
        assertThat(closed.locator("h1")).hasText("The payment was not completed");
        keep("pay-closed", closed);
        deposits();
        ended();
        opening();
        booked();
    }

    /// Given back, and paid afterwards: booked again, or refunded.
    private void ended() {
        Page ended = released();
        keep("pay-ended", ended);
        Page retaken = released();
        receive(retaken);
        retaken.reload();
        assertThat(retaken.locator(".notice.good")).containsText("booked it again");
        keep("booking-retaken", retaken);
    }

    private Page released() {
        Page page = checkout(BrowserWindow.desktop());
        choose(page, "bankTransfer");
        String address = page.url();
        page.locator(".leave button").last().click();
        assertThat(page.locator(".notice")).containsText("was released");
        page.navigate(address);
        assertThat(page.locator("h1")).hasText("Your reservation has ended");
        return page;
    }

    private void receive(Page page) {
        String payment = shop.owner(
                "/items/0/id", "GET", "/v1/payments?hold=" + id(page), "").asText();
        shop.owner("/booking", "POST", "/v1/payments/" + payment + "/received", "{}");
    }

    /// While the provider does not answer, the customer waits.
    private void opening() {
        Page opening = checkout(BrowserWindow.desktop().setJavaScriptEnabled(false));
        shop.control("POST", "/sandbox/behaviours", """
                {"route": "checkout.sessions.create", "do": "errorBefore", "times": -1}""");
        choose(opening, "sandbox");
        assertThat(opening.locator("h1")).hasText("Connecting to the payment page");
        opening.context().close();
    }

    private void booked() {
        shop.control("DELETE", "/sandbox/behaviours", "");
        Page booked = checkout(BrowserWindow.desktop());
        choose(booked, "sandbox");
        paid(booked);
        String address = booked.url().replaceFirst("&said=.*", "");
        pages.put("booking-paid", address);
        pages.put("tickets", address.replace("?", "/tickets?"));
        booked.context().close();
        Page cancelled = checkout(BrowserWindow.desktop());
        choose(cancelled, "sandbox");
        paid(cancelled);
        cancelled.navigate(cancelled.url().replaceFirst("&said=.*", ""));
        cancelled.locator(".cancel summary").click();
        cancelled.locator(".cancel button").click();
        assertThat(cancelled.locator(".notice")).containsText("€36");
        keep("booking-cancelled", cancelled);
        shop.control("POST", "/sandbox/behaviours", """
                {"route": "payment_intents.capture", "do": "refuse"}""");
        Page owed = checkout(BrowserWindow.desktop());
        choose(owed, "sandbox");
        paid(owed);
        until(owed, () -> owed.locator(".notice.warn").count() > 0);
        keep("booking-owed", owed);
        pages.put("mails", shop.address("/demo/mails"));
    }

    private void look(String manner, Browser.NewContextOptions options) {
        PictureAlbum album = new PictureAlbum(manner);
        Page page = checkout(options);
        for (String way : List.of("sandbox", "bankTransfer", "onSite")) {
            Locator option = page.locator("input[name=payment][value=" + way + "]");
            option.check();
            album.keep(page, "checkout-" + way);
        }
        Page part = course(options);
        album.keep(part, "checkout-deposit");
        part.context().close();
        pages.forEach((name, address) -> {
            page.navigate(address);
            album.keep(page, name);
        });
        page.locator(".mails a").first().click();
        album.keep(page, "mail");
        page.context().close();
        Page door = desk(options);
        album.keep(door, "scan");
        door.locator("#code").fill("NOT A TICKET");
        door.keyboard().press("Enter");
        assertThat(door.locator(".scan-result.stop")).isVisible();
        album.keep(door, "scan-refused");
        door.navigate(shop.address("/desk/scan"));
        album.keep(door, "scan-choose");
        door.context().close();
        Page signIn = window.visitor(options);
        signIn.navigate(shop.address("/desk/scan"));
        album.keep(signIn, "scan-sign-in");
        signIn.context().close();
        assertThat(album.barriers()).as(manner).isEmpty();
        assertThat(window.errors()).isEmpty();
    }
}
