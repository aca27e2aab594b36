package holdfast.server.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holdfast.Invalid;
import java.util.Map;
import java.util.function.Consumer;

/// A change of some fields, as JSON Merge Patch (RFC 7396) has it: what is named is replaced, what
/// is null is taken away, objects are merged, lists are replaced as a whole.
public final class Merge {
    private Merge() {}

    /// What comes of a thing that writes itself, once the patch is applied.
    public static Fields onto(Consumer<Json> thing, JsonNode patch) {
        if (!patch.isObject()) {
            throw new Invalid("body", "must be an object");
        }
        ObjectNode now = (ObjectNode) Json.tree(Json.object(thing));
        merge(now, patch);
        return Fields.of(now, "");
    }

    private static void merge(ObjectNode now, JsonNode patch) {
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            JsonNode value = field.getValue();
            JsonNode before = now.get(field.getKey());
            if (value.isNull()) {
                now.remove(field.getKey());
            } else if (value.isObject() && before instanceof ObjectNode object) {
                merge(object, value);
            } else {
                now.set(field.getKey(), value);
            }
        }
    }
}
