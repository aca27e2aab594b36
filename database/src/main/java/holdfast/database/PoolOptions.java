package holdfast.database;

import java.util.Map;
import java.util.regex.Pattern;

/// The options of the pool.
///
/// @param size            connections, all kept open; in measurements 4 to 8 did as well as 32
/// @param readers         further connections, for reads only; 0 means reads share the others
/// @param schema          the schema of Holdfast's tables; first on every search path
/// @param applicationName what `pg_stat_activity` shows
/// @param timeouts        the limits in time
/// @param session         further settings for every session, such as `plan_cache_mode`
public record PoolOptions(
        int size,
        int readers,
        String schema,
        String applicationName,
        Timeouts timeouts,
        Map<String, String> session) {

    private static final int MOST = 100;
    private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final Pattern SETTING = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]{0,62}");
    private static final Pattern APPLICATION = Pattern.compile("[ -~]{1,63}");

    public PoolOptions {
        if (size < 1 || size > MOST) {
            throw new IllegalArgumentException(
                    "A pool of " + size + " connections, not 1 to " + MOST + ".");
        }
        if (readers < 0 || readers > MOST) {
            throw new IllegalArgumentException(
                    readers + " connections for readers, not 0 to " + MOST + ".");
        }
        if (!SCHEMA.matcher(schema).matches()) {
            throw new IllegalArgumentException("Not a schema's name: " + schema);
        }
        if (!APPLICATION.matcher(applicationName).matches()) {
            throw new IllegalArgumentException("Not an application's name: " + applicationName);
        }
        session = Map.copyOf(session);
        for (String name : session.keySet()) {
            if (!SETTING.matcher(name).matches()) {
                throw new IllegalArgumentException("Not a setting's name: " + name);
            }
        }
    }

    public static PoolOptions defaults() {
        return new PoolOptions(8, 0, "holdfast", "holdfast", Timeouts.defaults(), Map.of());
    }

    public PoolOptions withSize(int connections) {
        return new PoolOptions(connections, readers, schema, applicationName, timeouts, session);
    }

    public PoolOptions withReaders(int connections) {
        return new PoolOptions(size, connections, schema, applicationName, timeouts, session);
    }

    /// The options of the readers' pool: its size is `readers`, and it has no readers' pool of its
    /// own.
    PoolOptions forReaders() {
        return new PoolOptions(readers, 0, schema, applicationName + "-readers", timeouts, session);
    }

    public PoolOptions withSchema(String name) {
        return new PoolOptions(size, readers, name, applicationName, timeouts, session);
    }

    public PoolOptions withApplicationName(String name) {
        return new PoolOptions(size, readers, schema, name, timeouts, session);
    }

    public PoolOptions withTimeouts(Timeouts limits) {
        return new PoolOptions(size, readers, schema, applicationName, limits, session);
    }

    public PoolOptions withSession(Map<String, String> settings) {
        return new PoolOptions(size, readers, schema, applicationName, timeouts, settings);
    }
}
