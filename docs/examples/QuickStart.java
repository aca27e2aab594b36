// Five requests from an event to a ticket, in Java 25 without a library: java QuickStart.java.
// HOLDFAST is the server's address, SECRET and KEY are its two keys.
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

final String server = System.getenv("HOLDFAST");
final String secret = System.getenv("SECRET");
final String key = System.getenv("KEY");
final HttpClient client = HttpClient.newHttpClient();

String send(String path, String with, String body, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
            .header("Authorization", "Bearer " + with);
    if (headers.length > 0) {
        request.headers(headers);
    }
    if (!body.isEmpty()) {
        request.POST(HttpRequest.BodyPublishers.ofString(body));
    }
    HttpResponse<String> answer =
            client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
        throw new IllegalStateException(answer.body());
    }
    return answer.body();
}

String field(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
    return found.find() ? found.group(1) : "";
}

void main() throws Exception {
    // 1. Put an event on sale. The secret key stays on your server.
    String event = field(send("/v1/events", secret, """
            {"name": "Opening night", "timeZone": "Europe/Berlin",
             "start": "2036-03-01T20:00:00+01:00", "end": "2036-03-01T22:30:00+01:00",
             "areas": [{"id": "floor", "name": "Floor", "kind": "capacity",
                        "capacity": 100}]}"""), "id");

    // 2. See what is free. The publishable key may be in a web page.
    IO.println(send("/v1/events/" + event + "/free", key, ""));

    // 3. Hold two places for ten minutes. With the same Idempotency-Key it is done once.
    String held = send("/v1/holds", key, """
            {"items": [{"kind": "capacity", "event": "%s", "area": "floor", "quantity": 2}],
             "holdFor": "PT10M"}""".formatted(event), "Idempotency-Key", "basket-" + event);

    // 4. Make it a booking.
    String booking = send("/v1/holds/" + field(held, "id") + "/confirm", key, """
            {"customer": {"name": "Ann Example", "email": "ann@example.org"}}""",
            "Holdfast-Token", field(held, "token"));
    IO.println(booking);

    // 5. Read its tickets.
    IO.println(send("/v1/bookings/" + field(booking, "id") + "/tickets", secret, ""));
}
