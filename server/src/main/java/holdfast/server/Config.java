package holdfast.server;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The settings, from environment variables.
///
/// @param data the embedded database's home
/// @param databaseUrl of a PostgreSQL to use instead of the embedded one
record Config(Path data, Optional<String> databaseUrl) {

    static Config from(Map<String, String> environment) {
        String data = environment.getOrDefault("HOLDFAST_DATA", "data");
        String url = environment.getOrDefault("HOLDFAST_DATABASE_URL", "");
        try {
            return new Config(
                    Path.of(data), url.isBlank() ? Optional.empty() : Optional.of(url));
        } catch (InvalidPathException nonsense) {
            throw new IllegalArgumentException(
                    "HOLDFAST_DATA is not a path: " + nonsense.getMessage(), nonsense);
        }
    }
}
