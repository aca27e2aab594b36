package holdfast.server.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import holdfast.server.settings.Config;
import holdfast.server.settings.KnownSettings;
import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Configures logging: to standard error, as text or as one JSON object per line. There is no
/// configuration file, because such a file can load classes; two settings are enough.
///
/// Until the settings are read it logs warnings as text. Libraries (the web server, the pool) never
/// log below `info`: their finer lines contain headers, and so API keys.
public final class Logs extends ContextAwareBase implements Configurator {
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
        Level ours = Level.toLevel(level);
        LogEncoder encoder = new LogEncoder(json, Level.DEBUG.isGreaterOrEqual(ours));
        encoder.setContext(loggers);
        encoder.start();
        ConsoleAppender<ILoggingEvent> out = new ConsoleAppender<>();
        out.setContext(loggers);
        out.setTarget("System.err");
        out.setEncoder(encoder);
        out.start();
        ch.qos.logback.classic.Logger root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(ours.isGreaterOrEqual(Level.INFO) ? ours : Level.INFO);
        loggers.getLogger("holdfast").setLevel(ours);
        // The embedded PostgreSQL's errors and no more, unless the level is finer.
        loggers.getLogger("holdfast.postgres").setLevel(
                ours.isGreaterOrEqual(Level.INFO) ? Level.ERROR : ours);
        // Flyway logs two lines for each migration at every start.
        loggers.getLogger("org.flywaydb").setLevel(Level.WARN);
        loggers.getLogger("io.helidon").setLevel(Level.WARN);
        root.addAppender(out);
    }

    /// A stream for the lines that the command prints: as they are, or each as one JSON object, so
    /// that standard output has JSON only.
    public static PrintStream output(Config config, PrintStream out) {
        return config.get(KnownSettings.LOG_FORMAT).equals("json")
                ? new JsonOutput(out) : out;
    }

    private static final class JsonOutput extends PrintStream {
        JsonOutput(PrintStream out) {
            super(out, true, UTF_8);
        }

        @Override
        public void println(String text) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("timestamp", Instant.now().toString());
            fields.put("level", "INFO");
            fields.put("logger", "holdfast");
            fields.put("message", text.strip());
            super.println(LogEncoder.line(fields));
        }

        @Override
        public void println(Object text) {
            println(String.valueOf(text));
        }
    }
}
