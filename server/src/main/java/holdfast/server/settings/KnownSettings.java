package holdfast.server.settings;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// All settings. `./holdfast settings` prints this list, and a test compares the table in
/// docs/operating.md with it.
public final class KnownSettings {
    public static final Setting<Optional<Path>> CONFIG = Setting.path("HOLDFAST_CONFIG", "",
            "A file with settings; without it holdfast.properties is read where there is one.")
            .optional();

    public static final Setting<Integer> PORT = Setting.number("HOLDFAST_PORT", "8080", 0, 65_535,
            "Where the API is; 0 takes any free port.");

    public static final Setting<InetAddress> HOST = Setting.of("HOLDFAST_HOST", "127.0.0.1",
            "an address of this machine, such as 127.0.0.1, 0.0.0.0 or ::",
            "The address to listen on; 0.0.0.0 or :: is all of them.", KnownSettings::address);

    public static final Setting<Path> DATA = Setting.path("HOLDFAST_DATA", "data",
            "Where the embedded database lives.");

    public static final Setting<Optional<String>> DATABASE_URL = Setting.of(
            "HOLDFAST_DATABASE_URL", "", "postgres://user:password@host:5432/database",
            "A PostgreSQL 15 or later to use instead of the embedded one.",
            KnownSettings::databaseUrl)
            .hidden().optional();

    public static final Setting<Optional<String>> SECRET_KEY = Setting.of(
            "HOLDFAST_SECRET_KEY", "", "16 to 500 visible characters without spaces",
            "The first workspace's secret key, at the very first start; made up when absent.",
            KnownSettings::key).hidden().optional();

    public static final Setting<Optional<String>> PUBLISHABLE_KEY = Setting.of(
            "HOLDFAST_PUBLISHABLE_KEY", "", "16 to 500 visible characters without spaces",
            "The first workspace's publishable key, likewise.", KnownSettings::key)
            .hidden().optional();

    public static final Setting<Optional<URI>> PUBLIC_URL = Setting.of(
            "HOLDFAST_PUBLIC_URL", "", "https://tickets.example.org, or http:// and a host",
            "Where browsers find this server; with https:// its cookies are for https only.",
            KnownSettings::endpoint).optional();

    public static final Setting<Integer> RATE_PER_KEY = Setting.number(
            "HOLDFAST_RATE_PER_KEY", "0", 0, 1_000_000,
            "Requests a second with one key or session; 0 is as many as they like.");

    public static final Setting<Integer> RATE_PER_ADDRESS = Setting.number(
            "HOLDFAST_RATE_PER_ADDRESS", "100", 0, 1_000_000,
            "Requests a second from one address without a secret key; 0 is as many as they like.");

    public static final Setting<List<Network>> TRUSTED_PROXIES = Setting.of(
            "HOLDFAST_TRUSTED_PROXIES", "127.0.0.0/8, ::1",
            "addresses or networks with commas between them, as in 10.0.0.0/8, fd00::/8",
            "The proxies whose X-Forwarded-For is believed.", KnownSettings::networks);

    public static final Setting<Optional<URI>> OIDC_ISSUER = Setting.of(
            "HOLDFAST_OIDC_ISSUER", "", "the issuer's address, as in https://login.example.org",
            "Whose word is taken for who somebody is (OpenID Connect); needs the next two and "
                    + "HOLDFAST_PUBLIC_URL.",
            KnownSettings::issuer).optional();

    public static final Setting<Optional<String>> OIDC_CLIENT_ID = Setting.word(
            "HOLDFAST_OIDC_CLIENT_ID", "what the issuer calls this server",
            "What the issuer calls this server.").optional();

    public static final Setting<Optional<String>> OIDC_CLIENT_SECRET = Setting.word(
            "HOLDFAST_OIDC_CLIENT_SECRET", "the secret that the issuer gave this server",
            "The secret that the issuer gave this server.").hidden().optional();

    public static final Setting<Integer> IN_FLIGHT = Setting.number(
            "HOLDFAST_IN_FLIGHT", "1000", 1, 100_000,
            "How many requests are inside at once; the next one is told to come back.");

    public static final Setting<Integer> CONNECTIONS = Setting.number(
            "HOLDFAST_CONNECTIONS", "20000", 1, 1_000_000,
            "How many connections of clients are open at once.");

    public static final Setting<Integer> WATCHERS = Setting.number(
            "HOLDFAST_WATCHERS", "10000", 1, 1_000_000,
            "How many may watch events at once; they do not count as requests inside.");

    public static final Setting<Integer> WATCHERS_PER_ADDRESS = Setting.number(
            "HOLDFAST_WATCHERS_PER_ADDRESS", "50", 0, 1_000_000,
            "How many of them may come from one address; 0 is as many as it likes.");

    public static final Setting<Integer> MOST_IN_A_HOLD = Setting.number(
            "HOLDFAST_MOST_IN_A_HOLD", "100", 0, 1_000_000_000,
            "Seats, places and visits in one hold of a publishable key or a visitor; 0 is as many "
                    + "as they like.");

    public static final Setting<Integer> MOST_HELD_PER_ADDRESS = Setting.number(
            "HOLDFAST_MOST_HELD_PER_ADDRESS", "400", 0, 1_000_000_000,
            "The same for all that one address holds and has not booked; each node counts by "
                    + "itself.");

    public static final Setting<Duration> CLIENT_PATIENCE = Setting.duration(
            "HOLDFAST_CLIENT_PATIENCE", "PT30S", Duration.ofSeconds(1), Duration.ofMinutes(10),
            "How long a client may be silent before it is cut off.");

    public static final Setting<Duration> STOP_GRACE = Setting.duration(
            "HOLDFAST_STOP_GRACE", "PT8S", Duration.ZERO, Duration.ofMinutes(10),
            "How long a stop waits for the requests that are inside.");

    public static final Setting<Integer> POOL_SIZE = Setting.number(
            "HOLDFAST_POOL_SIZE", "8", 2, 50, "Connections to the database for what writes.");

    public static final Setting<Integer> READER_POOL_SIZE = Setting.number(
            "HOLDFAST_READER_POOL_SIZE", "6", 2, 50,
            "More connections to the database, for searches, lists and whatever else only reads.");

    public static final Setting<Optional<Boolean>> PRACTICE_PAYMENT = Setting.oneOf(
            "HOLDFAST_PRACTICE_PAYMENT", "", List.of("on", "off"),
            "Whether customers may pay with the practice card; off, but on in the demo.")
            .as(word -> word.equals("on")).optional();

    public static final Setting<Duration> LONGEST_HOLD = Setting.duration(
            "HOLDFAST_LONGEST_HOLD", "PT2H", Duration.ofSeconds(1), Duration.ofDays(366),
            "How long a hold can live, extensions included.");

    public static final Setting<Optional<Integer>> METRICS_PORT = Setting.number(
            "HOLDFAST_METRICS_PORT", "", 0, 65_535,
            "Another port for /metrics and /health, which then leave the first one.").optional();

    public static final Setting<String> LOG_FORMAT = Setting.oneOf(
            "HOLDFAST_LOG_FORMAT", "text", List.of("text", "json"),
            "How log lines are written.");

    public static final Setting<String> LOG_LEVEL = Setting.oneOf(
            "HOLDFAST_LOG_LEVEL", "info", List.of("error", "warn", "info", "debug", "trace"),
            "What is worth a log line.");

    public static final Setting<Boolean> LOG_REQUESTS = Setting.oneOf(
            "HOLDFAST_LOG_REQUESTS", "problems", List.of("all", "problems"),
            "Which requests get a line: all, or those that took long or failed on our side.")
            .as(word -> word.equals("all"));

    public static final Setting<Duration> AUDIT_EVERY = Setting.duration(
            "HOLDFAST_AUDIT_EVERY", "PT15M", Duration.ofSeconds(1), Duration.ofDays(30),
            "How long to rest after everything was audited; each node does that by itself.");

    public static final Setting<Optional<URI>> OTLP_ENDPOINT = Setting.of(
            "HOLDFAST_OTLP_ENDPOINT", "", "http://host:4318 or https://host:4318",
            "Where traces go, by OTLP over HTTP; without it there are none.",
            KnownSettings::endpoint)
            .optional();

    public static final Setting<Integer> TRACE_ONE_IN = Setting.number(
            "HOLDFAST_TRACE_ONE_IN", "1", 1, 1_000_000,
            "Of so many requests one is traced, where the client does not say itself.");

    /// In the order of the printed list.
    public static final List<Setting<?>> ALL = List.of(
            CONFIG, PORT, HOST, METRICS_PORT, DATA, DATABASE_URL, POOL_SIZE, READER_POOL_SIZE,
            SECRET_KEY, PUBLISHABLE_KEY,
            PUBLIC_URL, RATE_PER_KEY, RATE_PER_ADDRESS, TRUSTED_PROXIES,
            OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET,
            PRACTICE_PAYMENT, LONGEST_HOLD, IN_FLIGHT, CONNECTIONS, WATCHERS, WATCHERS_PER_ADDRESS,
            MOST_IN_A_HOLD, MOST_HELD_PER_ADDRESS, CLIENT_PATIENCE, STOP_GRACE,
            LOG_FORMAT, LOG_LEVEL, LOG_REQUESTS, AUDIT_EVERY,
            OTLP_ENDPOINT, TRACE_ONE_IN);

    private KnownSettings() {}

    private static InetAddress address(String text) {
        try {
            Setting.require(!text.isEmpty());
            return InetAddress.getByName(text);
        } catch (UnknownHostException nobody) {
            throw new IllegalArgumentException(nobody);
        }
    }

    /// Checks the prefix only: the database's own messages about the rest are better.
    private static String databaseUrl(String text) {
        Setting.require(text.matches("(jdbc:postgresql|postgres|postgresql)://\\S+"));
        return text;
    }

    private static String key(String text) {
        Setting.require(text.matches("[!-~]{16,500}"));
        return text;
    }

    private static List<Network> networks(String text) {
        return text.isEmpty() ? List.of()
                : Arrays.stream(text.split(",")).map(each -> Network.of(each.strip())).toList();
    }

    /// The issuer is trusted, so it must use https; a test may use this machine.
    private static URI issuer(String text) {
        URI uri = endpoint(text);
        Setting.require("https".equals(uri.getScheme())
                || List.of("localhost", "127.0.0.1", "[::1]").contains(uri.getHost()));
        return uri;
    }

    private static URI endpoint(String text) {
        URI uri = URI.create(text);
        Setting.require(uri.getHost() != null
                && List.of("http", "https").contains(String.valueOf(uri.getScheme())));
        return uri;
    }
}
