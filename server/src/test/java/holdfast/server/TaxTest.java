package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import holdfast.testkit.Scratch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Orders over HTTP: lines, totals and the included tax.
class TaxTest {
    private static final String AREAS = """
            [{"id": "floor", "name": "Floor", "kind": "capacity", "capacity": 50,
              "price": {"amount": %d, "currency": "%s"}, "taxRate": %d},
             {"id": "stalls", "name": "Stalls", "kind": "seats", "taxRate": 1900,
              "tiers": [{"id": "front", "name": "Front", "taxRate": 700,
                         "price": {"amount": 5900, "currency": "%2$s"}},
                        {"id": "back", "name": "Back",
                         "price": {"amount": 3333, "currency": "%2$s"}}],
              "rows": [{"row": "A", "seats": 4, "tier": "front"},
                       {"row": "B", "seats": 4, "tier": "back"}]}]""";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private OpenServer open;

    @BeforeEach
    void begin() {
        open = new OpenServer(scratch.database(), Map.of());
    }

    @AfterEach
    void end() {
        open.close();
    }

    private JsonNode as(int status, String method, String path, String body, String... more) {
        List<String> headers =
                new ArrayList<>(List.of("Authorization", "Bearer " + OpenServer.SECRET));
        headers.addAll(List.of(more));
        OpenServer.Answer answer =
                open.send(method, path, body, headers.toArray(String[]::new));
        assertThat(answer.status()).as(method + " " + path + " " + answer.body())
                .isEqualTo(status);
        return answer.body().isEmpty() ? NullNode.instance : answer.json();
    }

    private String event(long price, String currency, int rate) {
        return as(201, "POST", "/v1/events", """
                {"name": "Gig", "start": "2036-12-12T20:00:00+01:00",
                 "end": "2036-12-12T22:30:00+01:00", "timeZone": "Europe/Berlin", "areas": %s}"""
                .formatted(AREAS.formatted(price, currency, rate))).path("id").asText();
    }

    private static String floor(String event, long quantity) {
        return "{\"kind\": \"capacity\", \"event\": \"%s\", \"area\": \"floor\", \"quantity\": %d}"
                .formatted(event, quantity);
    }

    private static String seats(String event, String... names) {
        return "{\"kind\": \"seats\", \"event\": \"%s\", \"area\": \"stalls\", \"seats\": [\"%s\"]}"
                .formatted(event, String.join("\", \"", names));
    }

    private JsonNode hold(String... items) {
        return as(201, "POST", "/v1/holds", "{\"items\": [" + String.join(", ", items) + "]}");
    }

    @Test
    void sumsTaxByRateAndKeepsWhatWasSold() {
        String event = event(1_190, "EUR", 1900);
        JsonNode held = hold(floor(event, 3), seats(event, "A-1", "A-2", "B-1"));
        JsonNode summary = held.path("priceSummary");
        assertThat(held.path("total").path("amount").asLong()).isEqualTo(3_570 + 11_800 + 3_333);
        assertThat(summary.path("total")).isEqualTo(held.path("total"));
        assertThat(summary.path("lines").findValuesAsText("what"))
                .containsExactly("Gig · Floor", "Gig · Stalls · Front", "Gig · Stalls · Back");
        assertThat(summary.path("lines").findValuesAsText("quantity"))
                .containsExactly("3", "2", "1");
        assertThat(summary.path("taxes").findValuesAsText("rate")).containsExactly("700", "1900");
        assertThat(summary.path("taxes").path(0).path("net").path("amount").asLong())
                .isEqualTo(11_028);
        assertThat(summary.path("taxes").path(1).path("tax").path("amount").asLong())
                .isEqualTo(570 + 532);
        String path = "/v1/holds/" + held.path("id").asText();
        as(200, "PATCH", "/v1/events/" + event,
                "{\"name\": \"Other\", \"areas\": " + AREAS.formatted(99, "EUR", 700) + "}",
                "If-Match", "*");
        assertThat(as(200, "GET", path, "").path("priceSummary")).isEqualTo(summary);
        JsonNode booked = as(201, "POST", path + "/confirm", "{}");
        assertThat(booked.path("priceSummary")).isEqualTo(summary);
        assertThat(hold(floor(event, 1)).path("priceSummary").path("taxes").path(0).path("rate")
                .asInt()).isEqualTo(700);
        assertThat(as(200, "GET", "/v1/audit", "").path("findings")).isEmpty();
    }

    @Test
    void isExactInEveryCurrency() {
        for (String currency : List.of("JPY", "BHD", "ISK", "CLF")) {
            JsonNode summary = hold(floor(event(1_101, currency, 1000), 3)).path("priceSummary");
            assertThat(summary.path("total").path("amount").asLong()).isEqualTo(3_303);
            assertThat(summary.path("lines").path(0).path("net").path("amount").asLong())
                    .isEqualTo(3_003);
            assertThat(summary.path("lines").path(0).path("tax").path("amount").asLong())
                    .isEqualTo(300);
        }
    }

    @Test
    void refusesRatesOutsideTheBound() {
        assertThat(as(400, "POST", "/v1/events",
                """
                {"name": "Gig", "start": "2036-12-12T20:00:00+01:00",
                 "end": "2036-12-12T22:30:00+01:00", "timeZone": "Europe/Berlin",
                 "areas": [{"id": "floor", "kind": "capacity", "capacity": 5, "taxRate": 10001}]}""")
                .path("field").asText()).isEqualTo("areas[0].taxRate");
    }

    @Test
    void showsTheIncludedTaxInTheBasket() {
        String event = event(1_190, "EUR", 1900);
        Shopper shopper = new Shopper(open);
        shopper.get("/events/" + event);
        shopper.post("/basket/add", "event=" + event + "&places%3Afloor%3A=3");
        assertThat(shopper.get("/basket")).contains("Includes 19% tax", "€5.70");
        assertThat(shopper.get("/checkout")).contains("Includes 19% tax", "€35.70");
    }
}
