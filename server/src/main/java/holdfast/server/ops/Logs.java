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

/// Configures logging: to standard error, as text or as one JSON object per line. There is no
/// configuration file, because such a file can load classes; two settings are enough.
///
/// Until the settings are read it logs warnings as text. Libraries (the web server, the pool) never
/// log below `info`: their finer lines contain headers, and so API keys.
public final class Logs extends ContextAwareBase implements Configurator {
    // The stack trace is appended by default (%ex); %kvp adds a line's key-value pairs.
    private static final String TEXT =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%X{request:--}] %logger{0}: %msg %kvp%n";

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        write(loggers, false, "warn");
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /// Applies the settings.
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
        // PostgreSQL logs FATAL for every connection that a stop ends. Flyway logs two lines for
        // each migration at every start.
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
