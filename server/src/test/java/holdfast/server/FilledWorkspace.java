package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.postgres.Retries;
import holdfast.server.http.Route;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A workspace with one thing of every kind, made over HTTP with names and Idempotency-Keys that
/// every other world has too.
final class FilledWorkspace {
    /// The request that makes each kind, in an order in which each finds what it refers to.
    /// `{events}` is the id of the event made before; paths may have it too.
    private static final List<String[]> SORTS = List.<String[]>of(
            new String[] {"/v1/venues", """
                    {"name": "Hall", "timeZone": "Europe/Berlin"}"""},
            new String[] {"/v1/limits", """
                    {"name": "Tour", "perCustomer": 4}"""},
            new String[] {"/v1/calendars", """
                    {"name": "Maya", "timeZone": "Europe/Berlin"}"""},
            new String[] {"/v1/calendars/{calendars}/closures", """
                    {"start": "2036-12-03T11:00:00+01:00", "end": "2036-12-03T12:00:00+01:00",
                     "reason": "dentist"}"""},
            new String[] {"/v1/calendars/{calendars}/openings", """
                    {"start": "2036-12-06T10:00:00+01:00", "end": "2036-12-06T12:00:00+01:00"}"""},
            new String[] {"/v1/services", """
                    {"name": "Massage", "duration": "PT60M", "step": "PT15M", "horizon": "P90D",
                     "needs": [{"anyOf": ["{calendars}"]}]}"""},
            new String[] {"/v1/events", """
                    {"name": "Concert", "start": "2036-12-12T20:00:00+01:00",
                     "end": "2036-12-12T22:30:00+01:00", "timeZone": "Europe/Berlin",
                     "areas": [{"id": "floor", "name": "Floor", "kind": "capacity",
                                "capacity": 500,
                                "price": {"amount": 3500, "currency": "EUR"}},
                               {"id": "stalls", "name": "Stalls", "kind": "seats",
                                "rows": [{"row": "A", "seats": {size}}]}]}"""},
            new String[] {"/v1/charts", """
                    {"name": "Hall", "areas": [
                     {"id": "stalls", "rows": [{"row": "A", "seats": {size}}]}]}"""},
            new String[] {"/v1/holds", """
                    {"items": [{"kind": "capacity", "event": "{events}", "area": "floor",
                                "quantity": 2}], "customer": "cus_1"}"""},
            new String[] {"/v1/blocks", """
                    {"items": [{"kind": "capacity", "event": "{events}", "area": "floor",
                                "quantity": 3}], "reason": "for friends"}"""},
            new String[] {"/v1/codes", """
                    {"code": "SPRING", "percent": 10}"""},
            new String[] {"/v1/gift-cards", """
                    {"value": {"amount": 2500, "currency": "EUR"}}"""},
            new String[] {"/v1/staff", """
                    {"email": "maya@example.org", "name": "Maya", "role": "desk"}"""},
            new String[] {"/v1/webhooks", """
                    {"url": "https://127.0.0.1:1/hook"}"""},
            new String[] {"/v1/keys", """
                    {"kind": "publishable", "name": "Website"}"""});
    private static final Pattern OPEN_PART = Pattern.compile("/([a-z-]+)/\\{[a-z]+}");

    final String key;
    final Map<String, String> ids = new LinkedHashMap<>();
    private final OpenServer open;

    /// The hall's size differs in each world, so that no two charts have the same content: rendered
    /// pages are told apart by what they show.
    FilledWorkspace(OpenServer open, String key, int size) {
        this.open = open;
        this.key = key;
        ids.put("size", Integer.toString(size));
        List<String> there = open.routes().stream()
                .filter(route -> route.method().equals("POST")).map(Route::path).toList();
        for (String[] sort : SORTS) {
            if (there.contains(sort[0].replaceAll("\\{[a-z]+}", "{id}"))) {
                ids.put(sort[0].substring(sort[0].lastIndexOf('/') + 1), made(sort, sort[0]));
            }
        }
        ids.remove("size");
        if (there.contains("/v1/holds/{id}/pay")) {
            ids.put("payments", paid());
        }
        OpenServer.Answer picture = open.upload(key, "/v1/pictures", SamplePictures.png(size, 20));
        assertThat(picture.status()).as(picture.body()).isEqualTo(201);
        ids.put("pictures", picture.text("id"));
        OpenServer.Answer chart = open.as(key, "GET", filled("/v1/events/{events}/chart"), "");
        ids.put("by-hash", chart.text("hash"));
        if (there.contains("/v1/bookings/{id}/cancel")) {
            issuesReceiptsIn("SERIES" + size);
            ids.put("bookings", booked("booked", ""));
            door();
            ids.put("receipts", receipt());
            ids.put("mails", first("/v1/mails"));
        }
    }

    /// A ticket, another one that entered, and an offline scan that is a conflict.
    private void door() {
        JsonNode tickets = open.as(key, "GET", filled("/v1/bookings/{bookings}/tickets"), "")
                .json().path("items");
        ids.put("tickets", tickets.get(0).path("id").asText());
        ids.put("check-ins", open.as(key, "POST", "/v1/check-ins", """
                {"ticket": "%s", "nonce": "the same in each"}""".formatted(
                tickets.get(1).path("id").asText())).json().path("checkIn").path("id").asText());
        ids.put("check-in-conflicts", open.as(key, "POST", "/v1/check-ins/upload", """
                {"device": "scanner", "scans": [{"code": "none", "nonce": "another one",
                 "at": "2036-12-12T19:00:00Z"}]}""").json().path("items").get(0)
                .path("conflict").asText());
    }

    private String made(String[] sort, String attempt) {
        OpenServer.Answer made = open.send("POST", filled(sort[0]), filled(sort[1]),
                "Authorization", "Bearer " + key, "Idempotency-Key", attempt);
        assertThat(made.status()).as(sort[0] + " " + made.body()).isEqualTo(201);
        return made.text("id");
    }

    /// A new hold with a payment.
    private String paid() {
        OpenServer.Answer offered = open.as(key, "PUT", "/v1/providers", """
                {"provider": "bankTransfer", "settings": {"holder": "Hall",
                 "iban": "DE89370400440532013000"}}""");
        assertThat(offered.status()).as(offered.body()).isEqualTo(200);
        String[] hold = SORTS.stream().filter(sort -> sort[0].equals("/v1/holds"))
                .findFirst().orElseThrow();
        OpenServer.Answer payment = open.send("POST",
                "/v1/holds/" + made(hold, "paid") + "/pay", """
                {"provider": "bankTransfer"}""",
                "Authorization", "Bearer " + key, "Idempotency-Key", "pay");
        assertThat(payment.status()).as(payment.body()).isEqualTo(201);
        return payment.text("id");
    }

    /// A new hold, confirmed.
    private String booked(String attempt, String payment) {
        String[] hold = SORTS.stream().filter(sort -> sort[0].equals("/v1/holds"))
                .findFirst().orElseThrow();
        OpenServer.Answer confirmed = open.as(key, "POST",
                "/v1/holds/" + made(hold, attempt) + "/confirm", """
                {"customer": {"name": "Jon", "email": "jon@example.org"}%s}""".formatted(payment));
        assertThat(confirmed.status()).as(confirmed.body()).isEqualTo(201);
        return confirmed.text("id");
    }

    private void issuesReceiptsIn(String series) {
        OpenServer.Answer changed = open.send("PATCH", "/v1/workspace",
                "{\"issuer\": {\"series\": \"" + series + "\"}}",
                "Authorization", "Bearer " + key, "If-Match", "*");
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    }

    /// The receipt of another booking.
    private String receipt() {
        String booking = booked("receipt", ", \"payment\": {\"method\": \"onSite\"}");
        return first("/v1/bookings/" + booking + "/receipts");
    }

    /// The first thing of a list, which is made within seconds.
    private String first(String list) {
        for (int tries = 0; tries < 200; tries++) {
            JsonNode made = open.as(key, "GET", list, "").json().path("items").path(0).path("id");
            if (!made.isMissingNode()) {
                return made.asText();
            }
            Retries.rest(Duration.ofMillis(50));
        }
        throw new AssertionError(list + " stays empty");
    }

    /// Fills in this world's ids.
    String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> each : ids.entrySet()) {
            filled = filled.replace("{" + each.getKey() + "}", each.getValue());
        }
        return filled;
    }

    /// A route's path to this world's things: `/v1/events/{id}` becomes its event's path.
    String pathOf(Route route) {
        Matcher parts = OPEN_PART.matcher(route.path());
        return parts.replaceAll(found -> {
            String id = ids.get(found.group(1));
            if (id == null) {
                throw new AssertionError("Teach the worlds of this test to make one of "
                        + found.group(1) + ", for " + route.path());
            }
            return "/" + found.group(1) + "/" + id;
        });
    }
}
