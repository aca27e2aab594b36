package holdfast.server.payment;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.Invalid;
import holdfast.server.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/// Sends form-encoded requests and reads their answers. Only an answer that proves that nothing was
/// done is a refusal.
final class StripeCalls {
    private static final Duration PATIENCE = Duration.ofSeconds(12);
    private static final int SERVER_ERROR = 500;
    private static final int LONGEST_WHY = 300;

    private final HttpClient http;
    private final URI home;
    private final String key;

    StripeCalls(HttpClient http, URI home, String key) {
        this.http = http;
        this.home = home;
        this.key = key;
    }

    Answer<JsonNode> get(String path, Map<String, String> query) {
        return send(request(query.isEmpty() ? path : path + "?" + form(query)).GET());
    }

    /// @param idempotencyKey makes it one request however often it is sent
    Answer<JsonNode> post(String idempotencyKey, String path, Map<String, String> parameters) {
        return send(request(path).header("Idempotency-Key", idempotencyKey)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(parameters))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(home + path)).timeout(PATIENCE)
                .header("Authorization", "Bearer " + key);
    }

    private static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Answer<JsonNode> send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return read(answer.statusCode(), answer.body());
        } catch (IOException lost) {
            return new Answer.Unknown<>("no answer: " + lost.getClass().getSimpleName());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new Answer.Unknown<>("interrupted");
        }
    }

    private static Answer<JsonNode> read(int status, byte[] body) {
        JsonNode json;
        try {
            json = Json.tree(body);
        } catch (Invalid notJson) {
            return new Answer.Unknown<>("status " + status + " without JSON");
        }
        return switch (status) {
            case 200 -> Answer.done(json);
            case 400, 402, 404 -> refused(status, json.path("error"));
            default -> new Answer.Unknown<>(status < SERVER_ERROR
                    ? "status " + status + " " + why(json.path("error")) : "status " + status);
        };
    }

    /// A key that was used with other parameters says nothing about the request.
    private static Answer<JsonNode> refused(int status, JsonNode error) {
        String type = error.path("type").asText();
        return type.isEmpty() || type.equals("idempotency_error")
                ? new Answer.Unknown<>("status " + status + " " + why(error))
                : new Answer.Refused<>(why(error));
    }

    private static String why(JsonNode error) {
        String code = error.path("code").asText("");
        String text = (code + " " + error.path("message").asText("")).strip();
        return text.length() > LONGEST_WHY ? text.substring(0, LONGEST_WHY) : text;
    }
}
