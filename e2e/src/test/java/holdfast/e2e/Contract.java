package holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Checks every accepted request and every answer against `/openapi.json`: no field may be sent or
/// answered that it does not describe.
final class Contract {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();
    private final JsonSchemaFactory factory =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    /// One operation of the API.
    record Operation(String method, String path, Pattern address, JsonNode about) {
        String name() {
            return about.path("operationId").asText();
        }

        boolean takesBody() {
            return about.path("requestBody").path("content").has("application/json");
        }

        /// Whether its body is a file.
        boolean takesFile() {
            return about.has("requestBody") && !takesBody();
        }

        /// The path with its parameters replaced.
        String filled(String id) {
            return path.replaceAll("\\{\\w+}", id);
        }
    }

    Contract(JsonNode document) {
        this.document = document;
        document.path("paths").properties().forEach(path -> path.getValue().properties()
                .forEach(method -> operations.add(new Operation(
                        method.getKey().toUpperCase(Locale.ROOT), path.getKey(),
                        Pattern.compile(path.getKey().replace(".", "\\.")
                                .replaceAll("\\{\\w+}", "[^/]+")),
                        method.getValue()))));
    }

    List<Operation> operations() {
        return operations;
    }

    /// A literal path wins over one with parameters, as in the server's router.
    Optional<Operation> find(String method, String path) {
        String asked = method.equals("HEAD") ? "GET" : method;
        List<Operation> fits = operations.stream()
                .filter(each -> each.method.equals(asked) && each.address.matcher(path).matches())
                .sorted((one, other) -> Boolean.compare(
                        one.path.contains("{"), other.path.contains("{")))
                .toList();
        return fits.stream().findFirst();
    }

    void check(String method, String path, byte[] sent, Reply reply) {
        boolean page = !path.startsWith("/v1/") && reply.response().headers()
                .firstValue("Content-Type").filter(type -> type.startsWith("text/html"))
                .isPresent();
        if (page) {
            return;
        }
        if (reply.status() >= 400) {
            fits("Problem", reply.body(), "the refusal", reply);
            return;
        }
        Optional<Operation> found = find(method, path);
        if (found.isEmpty()) {
            return;
        }
        JsonNode answers = found.get().about().path("responses");
        assertThat(reply.status() == 304 || answers.has(Integer.toString(reply.status())))
                .as("an answer that is not described: %s", reply).isTrue();
        schema(answers.path(Integer.toString(reply.status())))
                .ifPresent(name -> fits(name, reply.body(), "the answer", reply));
        if (sent.length > 0 && !found.get().takesFile()) {
            Optional<String> body = schema(found.get().about().path("requestBody"));
            assertThat(body).as("a body that is not described: %s", reply).isPresent();
            fits(body.orElseThrow(), read(sent), "the request", reply);
        }
    }

    /// The schema of an operation's request body.
    JsonNode body(Operation operation) {
        return schema(operation.about().path("requestBody"))
                .map(name -> document.path("components").path("schemas").path(name))
                .orElseThrow();
    }

    private static Optional<String> schema(JsonNode holder) {
        JsonNode ref = holder.path("content").path("application/json").path("schema").path("$ref");
        return ref.isMissingNode() ? Optional.empty()
                : Optional.of(ref.asText().substring("#/components/schemas/".length()));
    }

    private static JsonNode read(byte[] sent) {
        try {
            return JSON.readTree(sent);
        } catch (java.io.IOException broken) {
            throw new AssertionError("it was accepted and is no JSON", broken);
        }
    }

    private void fits(String name, JsonNode value, String what, Reply reply) {
        JsonSchema schema = schemas.computeIfAbsent(name, this::compile);
        assertThat(schema.validate(value)).as("%s is not a %s: %s", what, name, reply).isEmpty();
    }

    private JsonSchema compile(String name) {
        ObjectNode root = JSON.createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("$ref", "#/components/schemas/" + name);
        root.set("components", document.path("components"));
        return factory.getSchema(root);
    }
}
