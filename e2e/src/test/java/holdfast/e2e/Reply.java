package holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;

/// An HTTP answer.
record Reply(HttpResponse<byte[]> response, JsonNode body) {
    private static final List<String> LEAKS = List.of(
            "Exception", "holdfast.", "java.", "jackson", "helidon", "SQL", "postgres",
            "Caused by", "\tat ");

    int status() {
        return response.statusCode();
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    String needed(String name) {
        return header(name).orElseThrow(() -> new AssertionError("no " + name + " in " + this));
    }

    /// Asserts this status.
    Reply is(int status) {
        assertThat(response.statusCode()).as(toString()).isEqualTo(status);
        return this;
    }

    /// Asserts a refusal with this name, in the form that every refusal has.
    Reply refuses(int status, String outcome) {
        is(status).refusal();
        assertThat(text("type")).as(toString()).isEqualTo("/docs/outcomes/" + outcome);
        return this;
    }

    /// Asserts a refusal of any kind: it has a text, and no internals in it.
    Reply refusal() {
        assertThat(header("Content-Type")).as(toString()).hasValue("application/problem+json");
        assertThat(text("type")).as(toString()).matches("/docs/outcomes/[a-z][A-Za-z]+");
        assertThat(text("title")).as(toString()).isNotBlank();
        assertThat(text("detail")).as(toString()).isNotBlank();
        assertThat(body.path("status").asInt()).as(toString()).isEqualTo(status());
        assertThat(LEAKS).as(toString()).noneMatch(body.toString()::contains);
        return this;
    }

    String outcome() {
        return text("type").replace("/docs/outcomes/", "");
    }

    /// The field at a path such as `/items/0/id`, which must exist.
    JsonNode at(String path) {
        JsonNode found = body.at(path.startsWith("/") ? path : "/" + path);
        assertThat(found.isMissingNode()).as("no %s in %s", path, this).isFalse();
        return found;
    }

    String text(String path) {
        return at(path).asText();
    }

    long number(String path) {
        return at(path).asLong();
    }

    @Override
    public String toString() {
        return response.request().method() + " " + response.uri() + " answered "
                + response.statusCode() + " " + response.headers().map() + "\n" + body;
    }
}
