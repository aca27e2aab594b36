package holdfast.server.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// A properties file in UTF-8: a name, `=`, a value; a line with `#` in front is a comment.
final class SettingsFile {
    private SettingsFile() {}

    /// Reads the file. Errors of the file itself are added to the mistakes.
    static Map<String, String> read(Path file, List<String> mistakes) {
        Map<String, String> values = new HashMap<>();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            Properties lines = new Properties() {
                private static final long serialVersionUID = 1;

                @Override
                public synchronized Object put(Object name, Object value) {
                    if (values.put((String) name, (String) value) != null) {
                        mistakes.add(name + " is set twice in " + file + ": keep one of them");
                    }
                    return "";
                }
            };
            lines.load(in);
        } catch (IOException unreadable) {
            mistakes.add(KnownSettings.CONFIG.name() + ": " + file + " cannot be read ("
                    + unreadable.getClass().getSimpleName() + "): it must be a text in UTF-8");
        } catch (IllegalArgumentException nonsense) {
            mistakes.add(KnownSettings.CONFIG.name() + ": " + file + " cannot be understood ("
                    + nonsense.getMessage() + "): write \\\\ for a backslash");
        }
        return values;
    }
}
