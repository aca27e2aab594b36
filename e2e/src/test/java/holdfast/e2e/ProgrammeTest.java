package holdfast.e2e;

import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The programme on the home page: what it shows, and what a search finds. Each test looks only for
/// events with a word of its own.
class ProgrammeTest {
    private static final Pattern NAME = Pattern.compile("<h3><a href=\"[^\"]*\">([^<]*)</a>");
    private static final TestShop.Pair ALONE = shop().workspace();
    private final Client owner = ALONE.owner();

    /// A node looks for new workspaces every few seconds.
    @BeforeAll
    static void knowsTheWorkspace() {
        SampleItems.concert(ALONE.owner());
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (shop().withoutKey().get("/w/" + ALONE.name()).status() != 200) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.onSpinWait();
        }
    }

    private String event(String name, String day, String more) {
        return owner.post("/v1/events", """
                {"name": "%s", "start": "%2$sT20:00:00+01:00", "end": "%2$sT22:00:00+01:00",
                 "timeZone": "Europe/Berlin", "areas": [%3$s}""".formatted(name, day, more)).is(201)
                .text("id");
    }

    private static String floor(int capacity, int price) {
        return """
                {"id": "floor", "kind": "capacity", "capacity": %d,
                 "price": {"amount": %d, "currency": "EUR"}}]""".formatted(capacity, price);
    }

    private String page(String path) {
        Reply page = shop().withoutKey().get("/w/" + ALONE.name() + path,
                "Accept-Language", "en").is(200);
        return Browser.text(page);
    }

    private List<String> names(String query) {
        return NAME.matcher(page(query)).results().map(found -> found.group(1)).toList();
    }

    private void buy(String event, String more, int quantity) {
        ALONE.visitor().post("/v1/holds", """
                {"items": [{"kind": "capacity", "event": "%s", "area": "floor", %s
                 "quantity": %d}]}""".formatted(event, more, quantity)).is(201);
    }

    @Test
    void showsTheLowestPriceThatIsLeft() {
        String club = event("Club left", "2031-01-04", """
                {"id": "floor", "kind": "capacity", "capacity": 9, "tiers": [
                 {"id": "early", "capacity": 2, "price": {"amount": 1200, "currency": "EUR"}},
                 {"id": "regular", "price": {"amount": 1800, "currency": "EUR"}}]}]""");
        String hall = event("Hall left", "2031-01-05", """
                {"id": "hall", "kind": "seats", "tiers": [
                 {"id": "back", "price": {"amount": 900, "currency": "EUR"}},
                 {"id": "front", "price": {"amount": 2700, "currency": "EUR"}}],
                 "rows": [{"row": "A", "seats": 2, "tier": "front"},
                          {"row": "B", "seats": 1, "tier": "back"}]}]""");
        buy(club, "\"tier\": \"early\",", 2);
        ALONE.visitor().post("/v1/holds", SampleItems.basket(SampleItems.seats(hall, "B-1")
                .replace("stalls", "hall"))).is(201);
        event("Free left", "2031-01-06", """
                {"id": "floor", "kind": "capacity", "capacity": 9},
                {"id": "bar", "kind": "capacity", "capacity": 9,
                 "price": {"amount": 1200, "currency": "EUR"}}]""");
        assertThat(page("?q=left")).contains(">€18<", ">€27<", "partly free of charge")
                .doesNotContain("from €");
        assertThat(names("?q=left&price=1200")).containsExactly("Free left");
        assertThat(names("?q=left&price=1800"))
                .containsExactly("Club left", "Free left");
    }

    @Test
    void groupsASeriesAndShowsWhatIsSoldOutLast() {
        String gone = event("Tiny row", "2031-02-01", floor(1, 1_000));
        buy(gone, "", 1);
        String first = event("Winter row", "2031-02-02", floor(9, 1_000)
                + ", \"series\": \"winter\"");
        owner.post("/v1/events/" + first + "/copies",
                "{\"starts\": [\"2031-02-09T20:00:00+01:00\", \"2031-02-16T20:00:00+01:00\"]}")
                .is(201);
        event("Summer row", "2031-02-03", floor(9, 1_000) + ", \"series\": \"winter\"");
        assertThat(names("?q=row")).containsExactly("Winter row", "Summer row", "Tiny row");
        assertThat(page("?q=row")).contains("3 dates · next Sun, Feb 2", ">Sun, Feb 16<",
                "Sold out");
        assertThat(names("?day=2031-02-09")).containsExactly("Winter row");
        assertThat(page("?day=2031-02-09")).doesNotContain("3 dates");
    }

    @Test
    void namesTheVenuesOwnTown() {
        String venue = owner.post("/v1/venues", """
                {"name": "Isarphilharmonie", "timeZone": "Europe/Berlin",
                 "address": "Hans-Preißinger-Straße 8, 81379 München", "city": "München"}""")
                .is(201).text("id");
        event("Mahler town", "2031-03-01", floor(9, 1_000) + ", \"venue\": \"" + venue + "\"");
        event("Jazz town", "2031-03-02", floor(9, 1_000) + ", \"venue\": \"Kulturhaus, Keller\"");
        event("Nowhere town", "2031-03-03", floor(9, 1_000));
        assertThat(page("?q=town")).contains("Isarphilharmonie, München", "Kulturhaus, Keller")
                .doesNotContain("Berlin");
        assertThat(names("?q=munchen%20mah")).containsExactly("Mahler town");
    }

    @Test
    void findsByWordDayKindAndPrice() {
        event("Bach find", "2031-04-01", floor(9, 1_000));
        event("Ärzte find", "2031-04-02", floor(9, 5_000));
        String calendar = SampleItems.calendar(owner, "Maya");
        owner.post("/v1/services", """
                {"name": "Massage find", "duration": "PT60M", "description": "For the back.",
                 "price": {"amount": 7500, "currency": "EUR"}, "horizon": "P60D",
                 "needs": [{"anyOf": ["%s"]}]}""".formatted(calendar)).is(201);
        assertThat(names("?q=find")).containsExactly("Bach find", "Ärzte find", "Massage find");
        assertThat(names("?q=arz")).containsExactly("Ärzte find");
        assertThat(names("?q=the%20back")).containsExactly("Massage find");
        assertThat(names("?kind=services")).containsExactly("Massage find");
        assertThat(names("?q=find&kind=events&price=1000"))
                .containsExactly("Bach find");
        assertThat(names("?day=2031-04-02")).containsExactly("Ärzte find");
        assertThat(page("?q=nothing&day=x&price=y&kind=z&page=0")).contains("Nothing found");
        assertThat(page("?q=%3Cscript%3E")).doesNotContain("<script>").contains("&lt;script");
    }

    @Test
    void turnsPages() {
        for (int at = 10; at < 60; at++) {
            event("Evening " + at, "2031-05-01", floor(1, 1_000));
        }
        assertThat(names("?q=evening")).hasSize(48);
        assertThat(page("?q=evening")).contains(
                "href=\"/w/" + ALONE.name() + "?q=evening&amp;page=2\"");
        assertThat(names("?q=evening&page=2")).hasSize(2);
        assertThat(page("?q=evening").length()).isLessThan(60_000);
    }
}
