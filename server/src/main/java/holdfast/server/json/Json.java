package holdfast.server.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import holdfast.Invalid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Writes JSON, and parses it.
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    static {
        MAPPER.getFactory().setStreamReadConstraints(StreamReadConstraints.builder()
                .maxNestingDepth(20).maxNumberLength(40).maxStringLength(200_000)
                .maxNameLength(200).build());
    }

    private final JsonGenerator out;

    private Json(JsonGenerator out) {
        this.out = out;
    }

    /// Parses an object. Jackson's own messages quote the input, so they are not passed on.
    public static Fields read(byte[] body) {
        return new Fields(tree(body), "");
    }

    /// The fields of an object that is parsed already.
    public static Fields read(JsonNode tree) {
        return new Fields(tree, "");
    }

    public static Fields read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    public static JsonNode tree(byte[] body) {
        if (body.length == 0) {
            throw new Invalid("body", "is missing; a JSON object is expected");
        }
        try {
            JsonNode tree = MAPPER.readTree(body);
            return tree == null ? MAPPER.missingNode() : tree;
        } catch (JsonProcessingException broken) {
            var place = broken.getLocation();
            throw new Invalid("body", "is not JSON" + (place == null ? "" : " (line "
                    + place.getLineNr() + ", column " + place.getColumnNr() + ")"));
        } catch (IOException impossible) {
            throw new Invalid("body", "is not JSON");
        }
    }

    /// An object, as bytes.
    public static byte[] object(Consumer<Json> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = MAPPER.getFactory().createGenerator(bytes)) {
            Json json = new Json(generator);
            generator.writeStartObject();
            content.accept(json);
            generator.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    public static String text(Consumer<Json> content) {
        return new String(object(content), StandardCharsets.UTF_8);
    }

    private interface Step {
        void go() throws IOException;
    }

    private Json did(Step step) {
        try {
            step.go();
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public Json put(String field, String value) {
        return did(() -> out.writeStringField(field, value));
    }

    public Json put(String field, long value) {
        return did(() -> out.writeNumberField(field, value));
    }

    public Json put(String field, boolean value) {
        return did(() -> out.writeBooleanField(field, value));
    }

    /// Writes the field if there is a value.
    public Json put(String field, Optional<?> value) {
        return value.isEmpty() ? this : did(() -> out.writeObjectField(field, value.get()));
    }

    public Json raw(String field, JsonNode value) {
        return did(() -> {
            out.writeFieldName(field);
            MAPPER.writeTree(out, value);
        });
    }

    public Json object(String field, Consumer<Json> content) {
        return did(() -> {
            out.writeObjectFieldStart(field);
            content.accept(this);
            out.writeEndObject();
        });
    }

    public Json texts(String field, Collection<String> values) {
        return did(() -> {
            out.writeArrayFieldStart(field);
            for (String value : values) {
                out.writeString(value);
            }
            out.writeEndArray();
        });
    }

    /// An array of objects, one for each value.
    public <T> Json array(String field, Collection<T> values, BiConsumer<Json, T> content) {
        return did(() -> {
            out.writeArrayFieldStart(field);
            for (T value : values) {
                out.writeStartObject();
                content.accept(this, value);
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }

    /// An array; `content` writes each element, as with {@link #elements}.
    public <T> Json values(String field, Collection<T> values, BiConsumer<Json, T> content) {
        return did(() -> {
            out.writeArrayFieldStart(field);
            for (T value : values) {
                content.accept(this, value);
            }
            out.writeEndArray();
        });
    }

    /// An array within an array.
    public Json elements(Collection<String> values) {
        return did(() -> {
            out.writeStartArray();
            for (String value : values) {
                out.writeString(value);
            }
            out.writeEndArray();
        });
    }
}
