package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testkit.Scratch;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A workspace can limit how often a customer may exchange a booking.
class ExchangesAtMostTest {
    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private OpenServer open;
    private String event = "";

    @BeforeEach
    void begin() {
        open = new OpenServer(scratch.database(), Map.of());
        event = open.as(OpenServer.SECRET, "POST", "/v1/events", """
                {"name": "Club night", "start": "2046-12-12T20:00:00+01:00",
                 "end": "2046-12-13T02:00:00+01:00", "timeZone": "Europe/Berlin",
                 "areas": [{"id": "floor", "name": "Floor", "kind": "capacity",
                   "capacity": 100}]}""").text("id");
        assertThat(open.send("PATCH", "/v1/workspace", "{\"exchangesAtMost\": 1}",
                "Authorization", "Bearer " + OpenServer.SECRET, "If-Match", "\"0\"").json()
                .path("exchangesAtMost").asInt()).isEqualTo(1);
    }

    @AfterEach
    void end() {
        open.close();
    }

    private String items(int places) {
        return """
                "items": [{"kind": "capacity", "event": "%s", "area": "floor", "quantity": %d}]
                """.formatted(event, places);
    }

    private OpenServer.Answer exchange(OpenServer.Answer booking, int places, String more) {
        return open.send("POST", "/v1/bookings/" + booking.text("id") + "/exchange",
                "{" + items(places) + more + "}", "Authorization", "Bearer " + OpenServer.SECRET,
                "If-Match", booking.header("ETag"));
    }

    @Test
    void countsExchangesOfBookingsOnlyAndLetsStaffOverrideTheRule() {
        OpenServer.Answer hold =
                open.as(OpenServer.SECRET, "POST", "/v1/holds", "{" + items(1) + "}");
        OpenServer.Answer other = open.send("PUT", "/v1/holds/" + hold.text("id") + "/items",
                "{" + items(2) + "}", "Authorization", "Bearer " + OpenServer.SECRET,
                "If-Match", hold.header("ETag"));
        assertThat(other.status()).as(other.body()).isEqualTo(200);
        OpenServer.Answer booked = open.as(OpenServer.SECRET, "POST",
                "/v1/holds/" + hold.text("id") + "/confirm", "{}");
        OpenServer.Answer booking = open.as(OpenServer.SECRET, "GET",
                "/v1/bookings/" + booked.text("id"), "");

        OpenServer.Answer once = exchange(booking, 3, "");
        assertThat(once.status()).as(once.body()).isEqualTo(200);
        OpenServer.Answer twice = exchange(once, 4, "");
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.text("type")).endsWith("againstTheRules");
        assertThat(twice.text("detail")).contains("as often as it may");
        assertThat(exchange(once, 4, ", \"override\": true").status()).isEqualTo(200);
    }
}
