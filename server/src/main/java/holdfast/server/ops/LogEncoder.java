package holdfast.server.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import holdfast.Unanswered;
import holdfast.server.json.Json;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/// Writes a log line, as text or as one flat JSON object. A failure has its stack trace, except for
/// a database that does not answer: while it is away each request and each connection would log
/// hundreds of lines. Such a failure is one line, unless the level is `debug`.
final class LogEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");

    private final boolean json;
    private final boolean stacks;

    /// @param stacks whether to write every stack trace
    LogEncoder(boolean json, boolean stacks) {
        this.json = json;
        this.stacks = stacks;
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return ((json ? json(event) : text(event)) + "\n").getBytes(UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    private String message(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        Throwable failure = failure(event);
        return failure != null && isBrief(failure)
                ? message + " (" + failure.getMessage() + ")" : message;
    }

    private String json(ILoggingEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("timestamp", Instant.ofEpochMilli(event.getTimeStamp()).toString());
        fields.put("level", event.getLevel().toString());
        fields.put("logger", event.getLoggerName());
        fields.put("thread", event.getThreadName());
        fields.put("message", message(event));
        event.getMDCPropertyMap().forEach(fields::putIfAbsent);
        for (KeyValuePair pair : pairs(event)) {
            fields.putIfAbsent(pair.key, pair.value);
        }
        Throwable failure = failure(event);
        if (failure != null && !isBrief(failure)) {
            fields.put("exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line(fields);
    }

    /// One JSON object.
    static String line(Map<String, Object> fields) {
        return Json.text(line -> fields.forEach((name, value) -> {
            if (value instanceof Long || value instanceof Integer) {
                line.put(name, ((Number) value).longValue());
            } else {
                line.put(name, String.valueOf(value));
            }
        }));
    }

    private String text(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(TIME.format(Instant
                .ofEpochMilli(event.getTimeStamp()).atZone(ZoneId.systemDefault())));
        Level level = event.getLevel();
        line.append(' ').append(level).append(" ".repeat(6 - level.toString().length()))
                .append('[').append(event.getMDCPropertyMap().getOrDefault("request", "-"))
                .append("] ").append(shortened(event.getLoggerName())).append(": ")
                .append(message(event));
        for (KeyValuePair pair : pairs(event)) {
            line.append(' ').append(pair.key).append("=\"").append(pair.value).append('"');
        }
        Throwable failure = failure(event);
        if (failure != null && !isBrief(failure)) {
            line.append('\n').append(
                    ThrowableProxyUtil.asString(event.getThrowableProxy()).stripTrailing());
        }
        return line.toString();
    }

    private static String shortened(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }

    private static List<KeyValuePair> pairs(ILoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        return pairs == null ? List.of() : pairs;
    }

    private static @Nullable Throwable failure(ILoggingEvent event) {
        IThrowableProxy proxy = event.getThrowableProxy();
        return proxy instanceof ThrowableProxy known ? known.getThrowable() : null;
    }

    private boolean isBrief(Throwable failure) {
        return !stacks && isAway(failure);
    }

    /// Whether it says that the database does not answer.
    private static boolean isAway(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> false;
            case Unanswered unanswered -> !(unanswered.getCause() instanceof Error);
            case SQLException sql -> String.valueOf(sql.getSQLState())
                    .matches("08...|57P0.|53...|25006") || isAway(sql.getCause());
            case Throwable other -> isAway(other.getCause());
        };
    }
}
