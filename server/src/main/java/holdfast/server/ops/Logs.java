package holdfast.server.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import holdfast.server.settings.Config;
import holdfast.server.settings.KnownSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How log lines are written: to standard error, as text or as one JSON object each. There is no
/// file to configure it with, because such a file can load classes; two settings are enough.
///
/// Until the settings are read it is text, and only what went wrong. What others write (the web
/// server, the pool) is never
/// shown below `info`: their finer lines have headers in them, and with those the keys of
/// customers.
public final class Logs extends ContextAwareBase implements Configurator {
    // The stack trace is written with %ex by default; the last item but one is what a line adds.
    private static final String TEXT =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%X{request:--}] %logger{0}: %msg %kvp%n";

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        write(loggers, false, "warn");
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /// Writes as the settings say, from now on.
    public static void begin(Config config) {
        begin(config.get(KnownSettings.LOG_FORMAT).equals("json"),
                config.get(KnownSettings.LOG_LEVEL));
    }

    static void begin(boolean json, String level) {
        LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
        loggers.reset();
        write(loggers, json, level);
        LoggingBridge.begin();
    }

    private static void write(LoggerContext loggers, boolean json, String level) {
        Encoder<ILoggingEvent> encoder = json ? json() : text();
        encoder.setContext(loggers);
        encoder.start();
        ConsoleAppender<ILoggingEvent> out = new ConsoleAppender<>();
        out.setContext(loggers);
        out.setTarget("System.err");
        out.setEncoder(encoder);
        out.start();
        ch.qos.logback.classic.Logger root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
        Level ours = Level.toLevel(level);
        root.setLevel(ours.isGreaterOrEqual(Level.INFO) ? ours : Level.INFO);
        loggers.getLogger("holdfast").setLevel(ours);
        // Two lines about each of its steps at every start.
        // PostgreSQL calls every connection that a stop ends FATAL.
        loggers.getLogger("holdfast.postgres").setLevel(
                ours.isGreaterOrEqual(Level.INFO) ? Level.ERROR : ours);
        loggers.getLogger("org.flywaydb").setLevel(Level.WARN);
        loggers.getLogger("io.helidon").setLevel(Level.WARN);
        root.addAppender(out);
    }

    private static Encoder<ILoggingEvent> json() {
        JsonEncoder json = new JsonEncoder();
        json.setWithSequenceNumber(false);
        json.setWithNanoseconds(false);
        json.setWithContext(false);
        json.setWithMessage(false);
        json.setWithFormattedMessage(true);
        return json;
    }

    private static Encoder<ILoggingEvent> text() {
        PatternLayoutEncoder text = new PatternLayoutEncoder();
        text.setPattern(TEXT);
        return text;
    }
}
