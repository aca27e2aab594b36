package holdfast.server.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The settings' values: from the environment, from a file with the same names, or the defaults, in
/// this order.
public final class Config {
    static final String FILE = "holdfast.properties";
    private static final String OURS = "HOLDFAST_";

    /// Kubernetes describes each Service to every pod by such variables; those of a Service called
    /// `holdfast` begin like settings.
    private static final Pattern OF_KUBERNETES = Pattern.compile(
            "HOLDFAST_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_.+)?)");
    private static final Pattern ADDRESS_OF_KUBERNETES =
            Pattern.compile("(tcp|udp|sctp)://\\S+:[0-9]+");

    private final Map<Setting<?>, Object> values;
    private final Map<Setting<?>, String> origins;
    private final List<String> ignored;

    private Config(Map<Setting<?>, Object> values, Map<Setting<?>, String> origins,
            List<String> ignored) {
        this.values = values;
        this.origins = origins;
        this.ignored = List.copyOf(ignored);
    }

    /// Reads the environment and the file that it names, or the one in the current directory.
    public static Config from(Map<String, String> environment) {
        return from(environment, Path.of(""));
    }

    /// @throws InvalidSettingsException with all errors, not just the first
    static Config from(Map<String, String> environment, Path directory) {
        List<String> mistakes = new ArrayList<>();
        Map<String, String> texts = new HashMap<>();
        Map<String, String> where = new HashMap<>();
        Map<String, String> file = file(environment, directory, mistakes);
        file.forEach((name, value) -> {
            texts.put(name, value);
            where.put(name, "the file");
        });
        List<String> ignored = new ArrayList<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (isOfKubernetes(name, value)) {
                ignored.add(name);
                // Compose files write an empty variable for "not set".
            } else if (name.startsWith(OURS) && !value.isBlank()) {
                texts.put(name, value);
                where.put(name, "the environment");
            }
        });
        unknown(texts, where, mistakes);
        Map<Setting<?>, Object> values = new HashMap<>();
        Map<Setting<?>, String> origins = new HashMap<>();
        for (Setting<?> setting : KnownSettings.ALL) {
            String origin = where.getOrDefault(setting.name(), "");
            origins.put(setting, origin);
            read(setting, texts.getOrDefault(setting.name(), setting.fallback()), origin, mistakes)
                    .ifPresent(value -> values.put(setting, value));
        }
        Config config = new Config(values, origins, ignored);
        if (mistakes.isEmpty()) {
            config.compare(mistakes);
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidSettingsException(mistakes);
        }
        return config;
    }

    private static boolean isOfKubernetes(String name, String value) {
        return name.startsWith(OURS) && (OF_KUBERNETES.matcher(name).matches()
                || ADDRESS_OF_KUBERNETES.matcher(value.strip()).matches());
    }

    private static Map<String, String> file(
            Map<String, String> environment, Path directory, List<String> mistakes) {
        String named = environment.getOrDefault(KnownSettings.CONFIG.name(), "");
        if (named.isBlank()) {
            Path usual = directory.resolve(FILE);
            return Files.exists(usual) ? SettingsFile.read(usual, mistakes) : Map.of();
        }
        // An invalid path is reported with all other settings.
        return read(KnownSettings.CONFIG, named, "", new ArrayList<>()).flatMap(path -> path)
                .map(path -> SettingsFile.read(directory.resolve(path), mistakes))
                .orElse(Map.of());
    }

    private static <T> Optional<T> read(
            Setting<T> setting, String text, String origin, List<String> mistakes) {
        try {
            return Optional.of(setting.reader().apply(text.strip()));
        } catch (RuntimeException nonsense) {
            String shown = setting.secret() ? "" : ", not \"" + shortened(text.strip()) + "\"";
            mistakes.add(setting.name() + " in " + origin + " must be " + setting.right() + shown);
            return Optional.empty();
        }
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\p{C}", "?");
        return line.length() > 60 ? line.substring(0, 60) + "…" : line;
    }

    private static void unknown(
            Map<String, String> texts, Map<String, String> where, List<String> mistakes) {
        Set<String> known =
                KnownSettings.ALL.stream().map(Setting::name).collect(Collectors.toSet());
        new TreeMap<>(where).forEach((name, origin) -> {
            if (!known.contains(name)) {
                mistakes.add(shortened(name) + " in " + origin + " is not a setting: "
                        + SimilarName.to(name, known).map(near -> "did you mean " + near + "?")
                                .orElse("remove it"));
            }
        });
        if (where.getOrDefault(KnownSettings.CONFIG.name(), "").equals("the file")) {
            mistakes.add(KnownSettings.CONFIG.name() + " cannot be set in the file itself: "
                    + texts.get(KnownSettings.CONFIG.name()) + " names the file, so set it in the "
                    + "environment");
        }
    }

    /// Checks settings that are right alone and wrong together.
    private void compare(List<String> mistakes) {
        int port = get(KnownSettings.PORT);
        if (port != 0
                && get(KnownSettings.METRICS_PORT).filter(other -> other == port).isPresent()) {
            mistakes.add(KnownSettings.METRICS_PORT.name() + " must be another port than "
                    + KnownSettings.PORT.name() + " (" + port + "), or not be set at all");
        }
        Optional<String> secret = get(KnownSettings.SECRET_KEY);
        if (secret.isPresent() && secret.equals(get(KnownSettings.PUBLISHABLE_KEY))) {
            mistakes.add(KnownSettings.PUBLISHABLE_KEY.name() + " must be another key than "
                    + KnownSettings.SECRET_KEY.name());
        }
        if (get(KnownSettings.KEEP_KEYS).compareTo(get(KnownSettings.KEEP_ENDED)) > 0) {
            mistakes.add(KnownSettings.KEEP_KEYS.name() + " must be at most "
                    + KnownSettings.KEEP_ENDED.name() + ", because a key's answer names its hold");
        }
        if (get(KnownSettings.KEEP_BOOKINGS)
                .filter(kept -> kept.compareTo(get(KnownSettings.KEEP_KEYS)) < 0).isPresent()) {
            mistakes.add(KnownSettings.KEEP_BOOKINGS.name() + " must be at least "
                    + KnownSettings.KEEP_KEYS.name() + ", because a key's answer names its hold");
        }
        if (get(KnownSettings.OIDC_ISSUER).isPresent()) {
            for (Setting<? extends Optional<?>> needed : List.of(
                    KnownSettings.OIDC_CLIENT_ID, KnownSettings.OIDC_CLIENT_SECRET,
                    KnownSettings.PUBLIC_URL)) {
                if (get(needed).isEmpty()) {
                    mistakes.add(needed.name() + " must be set too, because "
                            + KnownSettings.OIDC_ISSUER.name() + " is");
                }
            }
        }
    }

    public <T> T get(Setting<T> setting) {
        Object value = values.get(setting);
        if (value == null) {
            throw new IllegalStateException(setting.name() + " is not in KnownSettings.ALL");
        }
        @SuppressWarnings("unchecked") // Its own reader made it.
        T typed = (T) value;
        return typed;
    }

    /// Variables of the environment that Kubernetes made, which are no settings.
    public List<String> ignored() {
        return ignored;
    }

    public Path data() {
        return get(KnownSettings.DATA);
    }

    public Optional<String> databaseUrl() {
        return get(KnownSettings.DATABASE_URL);
    }

    /// Where a value came from: the environment, the file, or empty for the default.
    String origin(Setting<?> setting) {
        return origins.getOrDefault(setting, "");
    }
}
