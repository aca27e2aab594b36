package holdfast.database;

import java.util.Map;
import java.util.regex.Pattern;

/// How the pool is made.
///
/// @param size            connections, all kept open; 4 to 8 did as well as 32 when it was measured
/// @param readers         more connections, for readers only; without any they share the others
/// @param schema          where Holdfast's tables are; first on every connection's search path
/// @param applicationName what the server shows in `pg_stat_activity`
/// @param timeouts        how long anything may take
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

    /// The second pool: as many connections as there are for readers, and no third pool.
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
