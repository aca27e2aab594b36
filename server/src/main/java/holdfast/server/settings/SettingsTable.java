package holdfast.server.settings;

/// Prints the settings.
public final class SettingsTable {
    private static final String HOW = """
            Each is an environment variable, or a line in the file that HOLDFAST_CONFIG names (or in
            ./holdfast.properties): HOLDFAST_PORT=8081. The environment wins.
            """;

    private SettingsTable() {}

    /// All settings with their defaults.
    public static String text() {
        StringBuilder text = new StringBuilder(HOW);
        for (Setting<?> setting : KnownSettings.ALL) {
            text.append('\n').append(setting.name());
            if (!setting.fallback().isEmpty()) {
                text.append("  (").append(setting.fallback()).append(')');
            }
            text.append("\n    ").append(setting.about())
                    .append("\n    ").append(capital(setting.right())).append(".\n");
        }
        return text.toString();
    }

    /// A row of the documentation's table.
    static String row(Setting<?> setting) {
        String fallback = setting.fallback().isEmpty() ? "" : "`" + setting.fallback() + "`";
        return "| `" + setting.name() + "` | " + fallback + " | " + setting.about() + " |";
    }

    /// The settings that differ from their defaults, without secrets: one line for a log.
    public static String changed(Config config) {
        StringBuilder line = new StringBuilder();
        for (Setting<?> setting : KnownSettings.ALL) {
            if (!config.origin(setting).isEmpty()) {
                line.append(line.isEmpty() ? "" : ", ").append(setting.name())
                        .append(" from ").append(config.origin(setting));
            }
        }
        return line.isEmpty() ? "no value" : line.toString();
    }

    private static String capital(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
