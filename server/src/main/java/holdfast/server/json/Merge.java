package holdfast.server.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holdfast.Invalid;
import java.util.Map;
import java.util.function.Consumer;

/// JSON Merge Patch (RFC 7396): named fields are replaced, null removes a field, objects are
/// merged, lists are replaced as a whole.
public final class Merge {
    private Merge() {}

    /// The fields of a thing after the patch.
    public static Fields onto(Consumer<Json> entry, JsonNode patch) {
        if (!patch.isObject()) {
            throw new Invalid("body", "must be an object");
        }
        ObjectNode now = (ObjectNode) Json.tree(Json.object(entry));
        merge(now, patch);
        return Fields.of(now, "");
    }

    private static void merge(ObjectNode now, JsonNode patch) {
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            JsonNode value = field.getValue();
            JsonNode before = now.get(field.getKey());
            if (value.isNull()) {
                now.remove(field.getKey());
            } else if (value.isObject()) {
                merge(before instanceof ObjectNode object ? object
                        : now.putObject(field.getKey()), value);
            } else {
                now.set(field.getKey(), value);
            }
        }
    }
}
