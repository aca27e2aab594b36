package holdfast.server.ops;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/// Forwards java.util.logging, which the web server and the JDK use, to the server's log, so that
/// there is one log with one format.
final class LoggingBridge extends Handler {
    private final SimpleFormatter words = new SimpleFormatter();

    private LoggingBridge() {}

    static void begin() {
        LogManager.getLogManager().reset();
        java.util.logging.Logger root = java.util.logging.Logger.getLogger("");
        root.setLevel(Level.INFO);
        root.addHandler(new LoggingBridge());
    }

    @Override
    public void publish(LogRecord line) {
        String name = line.getLoggerName();
        LoggerFactory.getLogger(name == null ? "java" : name)
                .atLevel(level(line.getLevel().intValue()))
                .setCause(line.getThrown())
                .log(words.formatMessage(line));
    }

    private static org.slf4j.event.Level level(int level) {
        if (level >= Level.SEVERE.intValue()) {
            return org.slf4j.event.Level.ERROR;
        }
        return level >= Level.WARNING.intValue()
                ? org.slf4j.event.Level.WARN : org.slf4j.event.Level.INFO;
    }

    @Override
    public void flush() {
        // Each line is written at once: nothing to flush.
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
