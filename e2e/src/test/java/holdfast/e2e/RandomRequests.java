package holdfast.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Generates malformed and wrong requests.
final class RandomRequests {
    private static final String HIGH = "\\ud83d";
    private final Random random;

    RandomRequests(Random random) {
        this.random = random;
    }

    /// Bodies that are not JSON, not an object, or far too large.
    List<byte[]> broken() {
        List<byte[]> all = new ArrayList<>();
        for (String text : List.of("{", "}", "[]", "null", "true", "\"x\"", "12", " ", "{'a': 1}",
                "{\"a\": 1}{\"b\": 2}", "{\"a\": 1, \"a\": 2}", "{\"a\": .5}", "{\"a\": NaN}",
                "{\"a\": 1,}", "{\"a\": \"" + HIGH + "\"}", "{\"" + HIGH + "\": 1}",
                "{\"a\": \"\\u0000\"}", "{\"\\u202e\\u0007\": 1}", "{\"zzz\": 1}",
                "{\"a\": \"\u0000\"}", "{\"a\": 1e999999999}", "\ufeff{\"zzz\": 1}",
                "{\"a\": " + "9".repeat(50_000) + "}", "[".repeat(100_000),
                "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000),
                "{\"" + "k".repeat(100_000) + "\": 1}", "<xml/>", "a=1&b=2",
                "{\"__proto__\": {\"x\": 1}, \"constructor\": 1}")) {
            all.add(text.getBytes(StandardCharsets.UTF_8));
        }
        all.add(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        all.add(new byte[] {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'});
        all.add("{\"zzz\": 1}".getBytes(StandardCharsets.UTF_16));
        byte[] noise = new byte[1 + random.nextInt(2_000)];
        random.nextBytes(noise);
        noise[0] = 'x';
        all.add(noise);
        return all;
    }

    /// Each field in turn with a value of another type, or far out of bounds.
    List<byte[]> wrong(JsonNode schema) {
        List<byte[]> all = new ArrayList<>();
        schema.path("properties").properties().forEach(field -> {
            for (String value : values(type(field.getValue()))) {
                all.add(("{\"" + field.getKey() + "\": " + value + "}")
                        .getBytes(StandardCharsets.UTF_8));
            }
        });
        return all;
    }

    /// A valid request with this one field wrong.
    record Spoiled(String field, String body) {}

    /// Each field with every wrong value, each required field missing, and one unknown field.
    List<Spoiled> spoiled(String good, JsonNode schema) {
        List<Spoiled> all = new ArrayList<>();
        ObjectNode draft = (ObjectNode) read(good);
        schema.path("properties").properties().forEach(field -> {
            for (String value : values(type(field.getValue()))) {
                all.add(spoiled(draft, field.getKey(), value));
            }
        });
        schema.path("required").forEach(field -> all.add(new Spoiled(field.asText(),
                draft.deepCopy().without(field.asText()).toString())));
        all.add(spoiled(draft, "zzz", "1"));
        return all;
    }

    /// Inserted as text, because some of the values are not JSON that a library would write.
    private static Spoiled spoiled(ObjectNode draft, String field, String value) {
        String mark = "@@" + field + "@@";
        return new Spoiled(field, draft.deepCopy().put(field, mark).toString()
                .replace('"' + mark + '"', value));
    }

    private static JsonNode read(String good) {
        try {
            return new ObjectMapper().readTree(good);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    /// A patch may also remove a field; the wrong values are for the other alternative.
    private static JsonNode type(JsonNode schema) {
        return schema.path("anyOf").isArray() ? schema.path("anyOf").get(0) : schema;
    }

    private static List<String> values(JsonNode schema) {
        return switch (schema.path("type").asText(schema.has("$ref") ? "object" : "")) {
            case "string" -> List.of("{}", "[]", "7", "true", "\"\"", "\"\\u0000\"",
                    "\"" + HIGH + "\"", "\"" + "x".repeat(150_000) + "\"");
            case "integer" -> List.of("\"7\"", "1.5", "-1", "1e400", "{}", "[1]",
                    "99999999999999999999", "-9223372036854775808");
            case "boolean" -> List.of("\"yes\"", "0", "{}", "[]");
            case "array" -> List.of("{}", "\"x\"", "7", "[[]]", "[null]", "[{}, 1]",
                    "[" + "1,".repeat(20_000) + "1]");
            case "object" -> List.of("[]", "\"x\"", "7", "{\"zzz\": 1}");
            default -> List.of();
        };
    }

    /// Values for an id in a path.
    List<String> ids() {
        return List.of("%00", "%0a", "%2e%2e", "%2F", "..%2f..%2fetc%2fpasswd", "%ED%A0%80",
                "%F0%9F%8E%BB", "%E2%80%AE", "null", "-1", "'%20OR%201=1--", "%ff%fe",
                "x".repeat(3_000), "evt_" + "0".repeat(200), "{id}".replace("{", "%7B")
                        .replace("}", "%7D"),
                ";jsessionid=1", "*", "%25", "a%20b");
    }

    List<String> queries() {
        return List.of("zzz=1", "limit=0&zzz", "limit=1&limit=2", "limit=99999999999999999999",
                "limit=-1", "limit=1.5", "limit=%00", "after=" + "x".repeat(600), "after=%00",
                "%E2%80%AE=1", "from=yesterday", "a[]=1".replace("[", "%5B").replace("]", "%5D"));
    }
}
