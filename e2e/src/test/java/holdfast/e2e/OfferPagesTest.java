package holdfast.e2e;

import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The pages of an event and of a service: the facts before the choice, and what search engines
/// find.
class OfferPagesTest {
    private static final Pattern DATA = Pattern.compile(
            "<script type=\"application/ld\\+json\">(.*?)</script>", Pattern.DOTALL);
    private final Client owner = shop().owner();

    private static String evening(String more) {
        return """
                {"name": "Evening <b>&</script>", "start": "2031-06-01T20:00:00+02:00",
                 "end": "2031-06-01T23:30:00+02:00", "timeZone": "Europe/Berlin", %s
                 "areas": [{"id": "floor", "kind": "capacity", "capacity": 9, "taxRate": 700,
                   "tiers": [
                   {"id": "early", "name": "Early bird", "capacity": 1,
                    "price": {"amount": 1200, "currency": "EUR"}},
                   {"id": "regular", "name": "Regular",
                    "price": {"amount": 1850, "currency": "EUR"}}]}]}""".formatted(more);
    }

    private String event(String more) {
        return owner.post("/v1/events", evening(more)).is(201).text("id");
    }

    private static String page(String path, String language) {
        return Browser.text(shop().withoutKey().get(path, "Accept-Language", language).is(200));
    }

    private static JsonNode data(String html) throws JsonProcessingException {
        Matcher found = DATA.matcher(html);
        assertThat(found.find()).as(html).isTrue();
        return new ObjectMapper().readTree(found.group(1));
    }

    @Test
    void tellsAllFactsOfAnEvent() throws JsonProcessingException {
        String venue = owner.post("/v1/venues", """
                {"name": "Isarphilharmonie", "timeZone": "Europe/Berlin",
                 "address": "Hans-Preißinger-Straße 8", "city": "München"}""").is(201).text("id");
        String event = event("""
                "subtitle": "A night of strings", "doorsOpen": "2031-06-01T19:00:00+02:00",
                "minimumAge": 16, "access": "Step-free", "venue": "%s",
                "sale": {"until": "2031-05-31T12:00:00+02:00"},""".formatted(venue));
        String later = owner.post("/v1/events/" + event + "/copies",
                "{\"starts\": [\"2031-07-01T21:00:00+02:00\"]}").is(201).text("/items/0/id");
        assertThat(owner.get("/v1/events/" + later).is(200).text("doorsOpen"))
                .isEqualTo("2031-07-01T20:00:00+02:00");
        owner.patch("/v1/events/" + later, "{\"series\": \"strings\"}", "If-Match", "*").is(200);
        owner.patch("/v1/events/" + event, "{\"series\": \"strings\"}", "If-Match", "*").is(200);
        shop().visitor().post("/v1/holds", """
                {"items": [{"kind": "capacity", "event": "%s", "area": "floor", "tier": "early",
                 "quantity": 1}]}""".formatted(event)).is(201);
        String page = page("/events/" + event, "en-GB");
        assertThat(page).contains("A night of strings", ">19:00<", ">23:30<", "From 16 years",
                "Step-free", "Hans-Preißinger-Straße 8, München", "openstreetmap.org",
                "On sale until", "Sold by", "Prices include 7% tax. No fees are added.",
                "1 price is sold out", "/events/" + later, "mailto:?subject=Evening")
                .doesNotContain(">Berlin<");
        assertThat(page("/events/" + event, "de-DE")).contains("Einlass", "19:00 Uhr",
                "Ab 16 Jahren", "Preise enthalten 7");
        JsonNode data = data(page);
        assertThat(data.path("@type").asText()).isEqualTo("Event");
        assertThat(data.path("name").asText()).isEqualTo("Evening <b>&</script>");
        assertThat(data.at("/location/address/addressLocality").asText()).isEqualTo("München");
        assertThat(data.at("/offers/lowPrice").asText()).isEqualTo("18.50");
        assertThat(page).contains("<link rel=\"canonical\" href=\"" + shop().address()
                + "/events/" + event + "\">", "property=\"og:title\"", "name=\"description\"");
    }

    @Test
    void refusesDoorsAfterTheStart() {
        for (String doors : new String[] {"2031-06-01T20:00:01+02:00",
                "2031-05-31T19:00:00+02:00"}) {
            assertThat(owner.post("/v1/events", evening("\"doorsOpen\": \"" + doors + "\","))
                    .refuses(400, "invalid").text("field")).isEqualTo("doorsOpen");
        }
        assertThat(owner.post("/v1/events", evening("\"minimumAge\": 121,"))
                .refuses(400, "invalid").text("field")).isEqualTo("minimumAge");
    }

    @Test
    void tellsThePricesBeforeTheSale() {
        String page = page("/events/" + event(
                "\"sale\": {\"from\": \"2031-01-01T10:00:00+01:00\"},"), "en");
        assertThat(page).contains("On sale from Wednesday, January 1, 2031", "€12", "€18.50")
                .doesNotContain("9 left");
    }

    @Test
    void namesTheVenueOfAService() throws JsonProcessingException {
        String service = """
                {"name": "Massage", "duration": "PT60M", "venue": "%s",
                 "price": {"amount": 7500, "currency": "EUR"}, "taxRate": 1900,
                 "needs": [{"anyOf": ["%s"]}]}""";
        String calendar = SampleItems.calendar(owner, "Maya");
        String id = owner.post("/v1/services", service.formatted("Spa, 2nd floor", calendar))
                .is(201).text("id");
        String page = page("/services/" + id, "en");
        assertThat(page).contains("Spa, 2nd floor", "Prices include 19% tax");
        assertThat(data(page).path("@type").asText()).isEqualTo("Service");
        assertThat(owner.post("/v1/services", service.formatted("ven_unknown", calendar))
                .refuses(400, "invalid").text("field")).isEqualTo("venue");
    }

    @Test
    void answersPeopleWithAPageAndProgramsWithJson() {
        Client visitor = shop().withoutKey();
        for (String path : new String[] {"/nix", "/events/x/y", "/w/main/nix"}) {
            Reply page = visitor.get(path, "Accept", "text/html,*/*", "Accept-Language", "de")
                    .is(404);
            assertThat(Browser.text(page)).as(path).contains("<html lang=\"de\"", "Programm");
            visitor.get(path).refuses(404, "unknown");
        }
        visitor.get("/v1/nix", "Accept", "text/html").refuses(404, "unknown");
        visitor.post("/nix", "", "Accept", "text/html").refuses(404, "unknown");
        assertThat(visitor.get("/events", "Accept", "text/html").is(303).needed("Location"))
                .isEqualTo("/?kind=events");
    }

    @Test
    void tellsSearchEnginesWhatThereIs() {
        String event = event("");
        Client visitor = shop().withoutKey();
        assertThat(Browser.text(visitor.get("/sitemap.xml").is(200)))
                .contains("<loc>" + shop().address() + "/events/" + event + "</loc><lastmod>");
        assertThat(Browser.text(visitor.get("/robots.txt").is(200)))
                .contains("Disallow: /v1/", "Sitemap: " + shop().address() + "/sitemap.xml");
        assertThat(visitor.get("/favicon.ico").is(302).needed("Location")).endsWith("/mark.svg");
    }
}
