package holdfast.e2e;

import static holdfast.e2e.SampleItems.basket;
import static holdfast.e2e.SampleItems.basketUntil;
import static holdfast.e2e.SampleItems.places;
import static holdfast.e2e.SampleItems.seats;
import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A refusal names the field of the request by its path.
class FieldNamesTest {
    private final Client owner = shop().owner();
    private final Client visitor = shop().visitor();
    private final String event = SampleItems.concert(owner);

    private Reply wrong(String path, String body, String field) {
        Reply refused = owner.post(path, body).refuses(400, "invalid");
        assertThat(refused.text("field")).as(refused.toString()).isEqualTo(field);
        return refused;
    }

    @Test
    void ofClosures() {
        String path = "/v1/calendars/" + SampleItems.calendar(owner, "Maya") + "/closures";
        String whole = "{\"start\": \"%s\", \"end\": \"%s\"}";
        wrong(path, whole.formatted("2031-01-02T10:00:00Z", "2031-01-02T10:00:00Z"), "end");
        wrong(path, whole.formatted("2031-01-02T10:00:00Z", "2031-01-02T10:00:00.0000001Z"),
                "end");
        wrong(path, whole.formatted("2199-12-31T22:00:00-05:00", "2199-12-31T23:00:00-05:00"),
                "start");
        wrong(path, whole.formatted("1900-01-01T00:00:00+05:00", "1900-01-01T01:00:00+05:00"),
                "start");
        wrong(path, whole.formatted("2231-01-02T10:00:00Z", "2231-01-02T11:00:00Z"), "start");
    }

    private void wrongRows(String rows, String field) {
        String area = """
                {"id": "b", "kind": "seats", "price": {"amount": 1, "currency": "EUR"},
                 "rows": %s}""".formatted(rows);
        String whole = SampleItems.CONCERT.formatted(1, 1).replace("\"areas\": [", "\"areas\": ["
                + area + ", ");
        wrong("/v1/events", whole, "areas[0]." + field);
        wrong("/v1/charts", """
                {"name": "Hall", "areas": [{"id": "b", "rows": %s}]}""".formatted(rows),
                "areas[0]." + field);
    }

    @Test
    void ofSeats() {
        wrongRows("[{\"row\": \"A\", \"seats\": [\"1\", \"2\", \"1\"]}]", "rows[0].seats[2]");
        wrongRows("[{\"row\": \"A\", \"seats\": 2}, {\"row\": \"A\", \"seats\": [\"7\", \"2\"]}]",
                "rows[1].seats[1]");
        wrongRows("[{\"row\": \"A\", \"seats\": 2}, {\"row\": \"A\", \"seats\": 2}]",
                "rows[1].seats");
        wrongRows("[{\"row\": \"A\", \"seats\": [\"1\", \"x\\u0007\"]}]", "rows[0].seats[1]");
        wrongRows("[{\"row\": \"A\", \"seats\": [\"1\", {\"seat\": \"\"}]}]",
                "rows[0].seats[1].seat");
        wrongRows("[{\"row\": \"A\", \"seats\": 2}, {\"row\": \"\", \"seats\": 2}]", "rows[1].row");
        wrongRows("[]", "rows");
    }

    @Test
    void ofAreas() {
        String concert = SampleItems.CONCERT.formatted(1, 1);
        wrong("/v1/events", concert.replace("\"id\": \"stalls\"", "\"id\": \"floor\""),
                "areas[1].id");
        wrong("/v1/events", concert.replaceFirst(
                ",\\s*\"rows\": \\[.*?\\]\\}\\]\\}\\]", "}]"), "areas[1].rows");
    }

    @Test
    void ofItems() {
        wrong("/v1/holds", basket(places(event, 1), seats(event, "A-1", "A-2", "A-1")),
                "items[1].seats[2]");
        wrong("/v1/holds", basket(seats(event, "A-1", "x".repeat(65))), "items[0].seats[1]");
        assertThat(wrong("/v1/holds", basketUntil("PT0S", places(event, 1)), "holdFor")
                .text("detail")).contains("PT0.001S").contains("PT8784H");
        wrong("/v1/holds", basketUntil("PT9000000000000000S", places(event, 1)), "holdFor");
        wrong("/v1/holds", basketUntil("-PT1S", places(event, 1)), "holdFor");
    }

    @Test
    void ofHours() {
        wrong("/v1/calendars", """
                {"name": "Maya", "timeZone": "Europe/Berlin",
                 "hours": {"mon": [["09:00", "12:00"], ["14:00", "13:00"]]}}""", "hours.mon[1]");
    }

    @Test
    void ofHeadersAndParameters() {
        String changes = "/v1/events/" + event + "/seats/changes";
        assertThat(visitor.get(changes, "Last-Event-ID", "soon").refuses(400, "invalid")
                .text("field")).isEqualTo("Last-Event-ID");
        assertThat(visitor.get(changes + "?since=soon").refuses(400, "invalid").text("field"))
                .isEqualTo("since");
        for (String list : new String[] {"/v1/bookings", "/v1/bookings.csv"}) {
            assertThat(owner.get(list + "?status=paid").refuses(400, "invalid").text("field"))
                    .isEqualTo("status");
        }
        owner.get("/v1/bookings?status=booked").is(200);
        owner.get("/v1/bookings?status=cancelled").is(200);
    }
}
