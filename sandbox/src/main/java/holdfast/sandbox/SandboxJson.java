package holdfast.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Reads and writes JSON.
final class SandboxJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private SandboxJson() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array(Collection<? extends JsonNode> items) {
        return MAPPER.createArrayNode().addAll(items);
    }

    static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = MAPPER.createArrayNode();
        texts.forEach(array::add);
        return array;
    }

    static ObjectNode parse(String text) throws JsonProcessingException {
        return MAPPER.readTree(text) instanceof ObjectNode object ? object : object();
    }

    static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static String writeIndented(JsonNode node) {
        return node.toPrettyString();
    }

    /// The text of a field, or null if it is absent or something else.
    static @Nullable String text(JsonNode node, String field) {
        return node.path(field).textValue();
    }

    static boolean is(JsonNode node, String field, String value) {
        return value.equals(text(node, field));
    }
}
