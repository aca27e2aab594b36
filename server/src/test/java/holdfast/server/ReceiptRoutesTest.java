package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.testkit.Scratch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Receipts over HTTP: who may read which, in which form.
class ReceiptRoutesTest {
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

    private JsonNode as(int status, String method, String path, String body, String... headers) {
        OpenServer.Answer answer = open.send(method, path, body,
                headers.length > 0 ? headers
                        : new String[] {"Authorization", "Bearer " + OpenServer.SECRET});
        assertThat(answer.status()).as(method + " " + path + " " + answer.body())
                .isEqualTo(status);
        return answer.json();
    }

    private JsonNode hold(String... headers) {
        String event = as(201, "POST", "/v1/events", """
                {"name": "Gig", "start": "2036-12-12T20:00:00+01:00",
                 "end": "2036-12-12T22:30:00+01:00", "timeZone": "Europe/Berlin",
                 "areas": [{"id": "floor", "name": "Floor", "kind": "capacity", "capacity": 500,
                            "price": {"amount": 1999, "currency": "EUR"}, "taxRate": 1900}]}""")
                .path("id").asText();
        return as(201, "POST", "/v1/holds", """
                {"items": [{"kind": "capacity", "event": "%s", "area": "floor",
                            "quantity": 2}]}""".formatted(event), headers);
    }

    private String[] visitor(String token) {
        return new String[] {"Authorization", "Bearer " + OpenServer.PUBLISHABLE,
                "Holdfast-Token", token};
    }

    private String booked(JsonNode hold, String... headers) {
        return as(201, "POST", "/v1/holds/" + hold.path("id").asText() + "/confirm", """
                {"customer": {"name": "Ann Zorblax", "email": "ann@example.org"},
                 "payment": {"method": "onSite"}}""", headers).path("id").asText();
    }

    /// The receipts of a booking, as soon as there are so many.
    private JsonNode receipts(String booking, int many) throws InterruptedException {
        JsonNode items;
        do {
            Thread.sleep(50);
            items = as(200, "GET", "/v1/bookings/" + booking + "/receipts", "").path("items");
        } while (items.size() < many);
        return items;
    }

    @Test
    @Timeout(60)
    void numbersABookingAndItsCancellation() throws InterruptedException {
        String booking = booked(hold());
        JsonNode receipt = receipts(booking, 1).path(0);
        assertThat(receipt.path("id").asText()).isEqualTo("R-1");
        assertThat(receipt.path("kind").asText()).isEqualTo("receipt");
        assertThat(receipt.path("customer").asText()).isEqualTo("Ann Zorblax");
        assertThat(receipt.path("paid").path("amount").asLong()).isEqualTo(3_998);
        assertThat(receipt.path("taxes").path(0).path("tax").path("amount").asLong())
                .isEqualTo(638);
        as(200, "POST", "/v1/bookings/" + booking + "/cancel", "{}");
        JsonNode correction = receipts(booking, 2).path(1);
        assertThat(correction.path("id").asText()).isEqualTo("R-2");
        assertThat(correction.path("kind").asText()).isEqualTo("correction");
        assertThat(correction.path("corrects").asText()).isEqualTo("R-1");
        assertThat(correction.path("paid").path("amount").asLong()).isEqualTo(-3_998);

        JsonNode first = as(200, "GET", "/v1/receipts?limit=1", "");
        assertThat(first.path("items").path(0)).isEqualTo(receipt);
        JsonNode second = as(200, "GET", "/v1/receipts?limit=1&after="
                + first.path("next").asText(), "");
        assertThat(second.path("items").path(0)).isEqualTo(correction);
        assertThat(second.has("next")).isFalse();
        assertThat(as(200, "GET", "/v1/receipts/R-2", "")).isEqualTo(correction);
        assertThat(as(200, "GET", "/v1/audit", "").path("findings")).isEmpty();
    }

    @Test
    @Timeout(60)
    void showsAVisitorOnlyTheirOwn() throws InterruptedException {
        JsonNode hold = hold("Authorization", "Bearer " + OpenServer.PUBLISHABLE);
        String[] theirs = visitor(hold.path("token").asText());
        receipts(booked(hold, theirs), 1);
        receipts(booked(hold()), 1);
        assertThat(as(200, "GET", "/v1/receipts/R-1", "", theirs).path("id").asText())
                .isEqualTo("R-1");
        for (String path : List.of("R-2", "R-3", "R-2/pdf", "none", "R--1")) {
            as(403, "GET", "/v1/receipts/" + path, "", theirs);
        }
        as(403, "GET", "/v1/receipts", "", theirs);
        as(404, "GET", "/v1/receipts/R-3", "");
        as(400, "GET", "/v1/receipts?after=R-1", "");
    }

    @Test
    @Timeout(60)
    void writesAPdfInTheCustomersLanguage() throws InterruptedException {
        receipts(booked(hold()), 1);
        OpenServer.Answer pdf = open.as(OpenServer.SECRET, "GET", "/v1/receipts/R-1/pdf", "");
        assertThat(pdf.status()).isEqualTo(200);
        assertThat(pdf.header("Content-Type")).isEqualTo("application/pdf");
        assertThat(pdf.header("Content-Disposition")).contains("R-1.pdf");
        assertThat(pdf.body()).startsWith("%PDF-").contains("/Lang (en)");
        assertThat(open.as(OpenServer.SECRET, "GET", "/v1/receipts/R-1/pdf?language=de", "")
                .body()).contains("/Lang (de)");
    }
}
