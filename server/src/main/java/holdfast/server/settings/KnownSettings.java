package holdfast.server.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All settings. `./holdfast settings` prints this list, and a test compares the table in
/// docs/operating.md with it.
public final class KnownSettings {
    public static final Setting<Optional<Path>> CONFIG = Setting.path("HOLDFAST_CONFIG", "",
            "A file with settings; without it holdfast.properties is read, if it exists.")
            .optional();

    public static final Setting<Integer> PORT = Setting.number("HOLDFAST_PORT", "8080", 0, 65_535,
            "The port of the API and the pages; 0 takes any free port.");

    public static final Setting<InetAddress> HOST = Setting.of("HOLDFAST_HOST", "127.0.0.1",
            "an address of this machine, such as 127.0.0.1, 0.0.0.0 or ::",
            "The address to listen on; 0.0.0.0 or :: means all addresses.", KnownSettings::address);

    public static final Setting<Path> DATA = Setting.path("HOLDFAST_DATA", "data",
            "The directory of the embedded database.");

    public static final Setting<Optional<String>> DATABASE_URL = Setting.of(
            "HOLDFAST_DATABASE_URL", "", "postgres://user:password@host:5432/database",
            "A PostgreSQL database, version 15 or later, to use instead of the embedded one.",
            KnownSettings::databaseUrl)
            .hidden().optional();

    public static final Setting<Optional<String>> SECRET_KEY = Setting.of(
            "HOLDFAST_SECRET_KEY", "", "16 to 500 visible characters without spaces",
            "The first workspace's secret key, used at the first start only; generated when "
                    + "absent.",
            KnownSettings::key).hidden().optional();

    public static final Setting<Optional<String>> PUBLISHABLE_KEY = Setting.of(
            "HOLDFAST_PUBLISHABLE_KEY", "", "16 to 500 visible characters without spaces",
            "The first workspace's publishable key, in the same way.", KnownSettings::key)
            .hidden().optional();

    public static final Setting<Optional<URI>> PUBLIC_URL = Setting.of(
            "HOLDFAST_PUBLIC_URL", "", "https://tickets.example.org, or http:// and a host",
            "The public URL of this server; with https:// its cookies are for HTTPS only.",
            KnownSettings::endpoint).optional();

    public static final Setting<Integer> RATE_PER_KEY = Setting.number(
            "HOLDFAST_RATE_PER_KEY", "0", 0, 1_000_000,
            "Requests per second with one key or session; 0 means no limit.");

    public static final Setting<Integer> RATE_PER_ADDRESS = Setting.number(
            "HOLDFAST_RATE_PER_ADDRESS", "100", 0, 1_000_000,
            "Requests per second from one address without a secret key; 0 means no limit.");

    public static final Setting<List<Network>> TRUSTED_PROXIES = Setting.of(
            "HOLDFAST_TRUSTED_PROXIES", "127.0.0.0/8, ::1",
            "addresses or networks with commas between them, as in 10.0.0.0/8, fd00::/8",
            "The proxies whose X-Forwarded-For header is trusted.", KnownSettings::networks);

    public static final Setting<Optional<URI>> OIDC_ISSUER = Setting.of(
            "HOLDFAST_OIDC_ISSUER", "", "the issuer's address, as in https://login.example.org",
            "The OpenID Connect provider for staff sign-in; needs the next two settings and "
                    + "HOLDFAST_PUBLIC_URL.",
            KnownSettings::issuer).optional();

    public static final Setting<Optional<String>> OIDC_CLIENT_ID = Setting.word(
            "HOLDFAST_OIDC_CLIENT_ID", "what the issuer calls this server",
            "The client id that the issuer gave this server.").optional();

    public static final Setting<Optional<String>> OIDC_CLIENT_SECRET = Setting.word(
            "HOLDFAST_OIDC_CLIENT_SECRET", "the secret that the issuer gave this server",
            "The secret that the issuer gave this server.").hidden().optional();

    public static final Setting<Optional<String>> ENCRYPTION_KEY = Setting.of(
            "HOLDFAST_ENCRYPTION_KEY", "", "32 bytes in base64",
            "The key that encrypts the workspaces' keys for payment providers, the same on all "
                    + "nodes; without it one is made in the data directory.",
            KnownSettings::encryptionKey).hidden().optional();

    public static final Setting<Integer> IN_FLIGHT = Setting.number(
            "HOLDFAST_IN_FLIGHT", "1000", 1, 100_000,
            "Requests processed at once; further ones are refused with 503.");

    public static final Setting<Integer> CONNECTIONS = Setting.number(
            "HOLDFAST_CONNECTIONS", "20000", 1, 1_000_000,
            "Client connections open at once.");

    public static final Setting<Integer> WATCHERS = Setting.number(
            "HOLDFAST_WATCHERS", "10000", 1, 1_000_000,
            "Change streams open at once; they do not count towards HOLDFAST_IN_FLIGHT.");

    public static final Setting<Integer> WATCHERS_PER_ADDRESS = Setting.number(
            "HOLDFAST_WATCHERS_PER_ADDRESS", "50", 0, 1_000_000,
            "Change streams open at once from one address; 0 means no limit.");

    public static final Setting<Integer> MOST_IN_A_HOLD = Setting.number(
            "HOLDFAST_MOST_IN_A_HOLD", "100", 0, 1_000_000_000,
            "Seats, places and visits in one hold made with a publishable key or in the "
                    + "storefront; 0 means no limit.");

    public static final Setting<Integer> MOST_HELD_PER_ADDRESS = Setting.number(
            "HOLDFAST_MOST_HELD_PER_ADDRESS", "400", 0, 1_000_000_000,
            "The same for all unconfirmed holds of one address together; each node counts for "
                    + "itself.");

    public static final Setting<Duration> CLIENT_PATIENCE = Setting.duration(
            "HOLDFAST_CLIENT_PATIENCE", "PT30S", Duration.ofSeconds(1), Duration.ofMinutes(10),
            "How long a client may send nothing before its connection is closed.");

    public static final Setting<Duration> STOP_GRACE = Setting.duration(
            "HOLDFAST_STOP_GRACE", "PT6S", Duration.ZERO, Duration.ofMinutes(10),
            "How long a stop waits for requests that are in progress.");

    public static final Setting<Optional<Duration>> DRAIN = Setting.duration(
            "HOLDFAST_DRAIN", "", Duration.ZERO, Duration.ofMinutes(10),
            "How long a stop goes on serving while /health/ready answers 503; by default 3 seconds "
                    + "with HOLDFAST_DATABASE_URL, else none.")
            .optional();

    public static final Setting<Duration> DATABASE_WAIT = Setting.duration(
            "HOLDFAST_DATABASE_WAIT", "PT1M", Duration.ZERO, Duration.ofHours(1),
            "How long a start waits for a database that does not answer yet.");

    public static final Setting<Boolean> SAMPLE_DATA_ANYWHERE = Setting.oneOf(
            "HOLDFAST_SAMPLE_DATA_ANYWHERE", "off", List.of("on", "off"),
            "Whether demo and crowd may fill a database that has other data.")
            .as(word -> word.equals("on"));

    public static final Setting<Integer> POOL_SIZE = Setting.number(
            "HOLDFAST_POOL_SIZE", "8", 2, 50, "Connections to the database for writes.");

    public static final Setting<Integer> READER_POOL_SIZE = Setting.number(
            "HOLDFAST_READER_POOL_SIZE", "6", 2, 50,
            "More connections to the database, for searches, lists and other reads.");

    public static final Setting<Optional<Boolean>> PRACTICE_PAYMENT = Setting.oneOf(
            "HOLDFAST_PRACTICE_PAYMENT", "", List.of("on", "off"),
            "Whether customers may pay with the practice card; by default off, and on in the demo.")
            .as(word -> word.equals("on")).optional();

    public static final Setting<Duration> LONGEST_HOLD = Setting.duration(
            "HOLDFAST_LONGEST_HOLD", "PT2H", Duration.ofSeconds(1), Duration.ofDays(366),
            "The longest time that a hold may last, extensions included.");

    public static final Setting<Optional<Integer>> METRICS_PORT = Setting.number(
            "HOLDFAST_METRICS_PORT", "", 0, 65_535,
            "A separate port for /metrics and /health, which the main port then does not serve.")
            .optional();

    public static final Setting<String> LOG_FORMAT = Setting.oneOf(
            "HOLDFAST_LOG_FORMAT", "text", List.of("text", "json"),
            "The format of log lines.");

    public static final Setting<String> LOG_LEVEL = Setting.oneOf(
            "HOLDFAST_LOG_LEVEL", "info", List.of("error", "warn", "info", "debug", "trace"),
            "The least severe level that is logged.");

    public static final Setting<Boolean> LOG_REQUESTS = Setting.oneOf(
            "HOLDFAST_LOG_REQUESTS", "problems", List.of("all", "problems"),
            "Which requests are logged: all, or only slow ones and server errors.")
            .as(word -> word.equals("all"));

    public static final Setting<Duration> AUDIT_EVERY = Setting.duration(
            "HOLDFAST_AUDIT_EVERY", "PT15M", Duration.ofSeconds(1), Duration.ofDays(30),
            "The pause between two audits of all workspaces; one node at a time audits a workspace.");

    public static final Setting<Duration> AUDIT_WHOLE_EVERY = Setting.duration(
            "HOLDFAST_AUDIT_WHOLE_EVERY", "PT24H", Duration.ofSeconds(1), Duration.ofDays(30),
            "The longest time between two audits of everything; those between read what changed.");

    public static final Setting<Optional<URI>> OTLP_ENDPOINT = Setting.of(
            "HOLDFAST_OTLP_ENDPOINT", "", "http://host:4318 or https://host:4318",
            "Where traces are sent, by OTLP over HTTP; without it there are none.",
            KnownSettings::endpoint)
            .optional();

    public static final Setting<Map<String, String>> OTLP_HEADERS = Setting.of(
            "HOLDFAST_OTLP_HEADERS", "",
            "headers with commas between them, as in name=value,other=value",
            "Headers for the traces' receiver, such as its key.", KnownSettings::headers).hidden();

    public static final Setting<Integer> TRACE_ONE_IN = Setting.number(
            "HOLDFAST_TRACE_ONE_IN", "1", 1, 1_000_000,
            "One request in this many is traced, unless the client's trace header decides.");

    public static final Setting<Optional<Path>> ARCHIVE = Setting.path("HOLDFAST_ARCHIVE", "",
            "The directory of archive files; without it nothing is archived.").optional();

    public static final Setting<Duration> KEEP_ENDED = Setting.duration(
            "HOLDFAST_KEEP_ENDED", "P90D", Duration.ofSeconds(1), Duration.ofDays(36_500),
            "How long cancelled and expired holds stay before they are archived.");

    public static final Setting<Duration> KEEP_KEYS = Setting.duration(
            "HOLDFAST_KEEP_KEYS", "P30D", Duration.ofSeconds(1), Duration.ofDays(36_500),
            "How long idempotency keys stay before they are archived; at most as long as ended "
                    + "holds.");

    public static final Setting<Optional<Duration>> KEEP_BOOKINGS = Setting.duration(
            "HOLDFAST_KEEP_BOOKINGS", "", Duration.ofDays(1), Duration.ofDays(36_500),
            "How long bookings stay after their events and visits before they are archived; "
                    + "without it for ever.")
            .optional();

    public static final Setting<Optional<URI>> SMTP_URL = Setting.of("HOLDFAST_SMTP_URL", "",
            "smtp://user:password@host:587, smtps://host:465 or smtp://host:25?tls=none",
            "The mail server; smtp:// needs STARTTLS. Without it mails are written into files.",
            KnownSettings::mailServer).hidden().optional();

    public static final Setting<String> MAIL_FROM = Setting.of("HOLDFAST_MAIL_FROM",
            "holdfast@localhost", "a mail address, as in tickets@example.org",
            "The sender's address of mails; the workspace's name stands beside it.", text -> {
                Setting.require(text.matches("[^@\\s<>,;\"]{1,64}@[^@\\s<>,;\"]{1,190}"));
                return text;
            });

    public static final Setting<Optional<Path>> MAIL_FOLDER = Setting.path(
            "HOLDFAST_MAIL_FOLDER", "",
            "Where mails are written without HOLDFAST_SMTP_URL; by default mail in HOLDFAST_DATA.")
            .optional();

    public static final Setting<Optional<Path>> SANDBOX_JAR = Setting.path(
            "HOLDFAST_SANDBOX_JAR", "",
            "The payment provider that the demo starts; by default holdfast-sandbox.jar beside "
                    + "the server's jar.")
            .optional();

    public static final Setting<List<Network>> WEBHOOK_NETWORKS = Setting.of(
            "HOLDFAST_WEBHOOK_NETWORKS", "",
            "addresses or networks with commas between them, as in 10.0.0.0/8, fd00::/8",
            "Networks beside the public ones that webhooks may reach, also without TLS.",
            KnownSettings::networks);

    public static final Setting<Duration> KEEP_CHANGES = Setting.duration(
            "HOLDFAST_KEEP_CHANGES", "P30D", Duration.ofDays(20), Duration.ofDays(36_500),
            "How long changes of bookings, sent mails and webhook messages are listed.");

    /// In the order of the printed list.
    public static final List<Setting<?>> ALL = List.of(
            CONFIG, PORT, HOST, METRICS_PORT, DATA, DATABASE_URL, DATABASE_WAIT, POOL_SIZE,
            READER_POOL_SIZE, SAMPLE_DATA_ANYWHERE, SECRET_KEY, PUBLISHABLE_KEY,
            PUBLIC_URL, RATE_PER_KEY, RATE_PER_ADDRESS, TRUSTED_PROXIES,
            OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, ENCRYPTION_KEY,
            PRACTICE_PAYMENT, LONGEST_HOLD, IN_FLIGHT, CONNECTIONS, WATCHERS, WATCHERS_PER_ADDRESS,
            MOST_IN_A_HOLD, MOST_HELD_PER_ADDRESS, CLIENT_PATIENCE, STOP_GRACE, DRAIN,
            LOG_FORMAT, LOG_LEVEL, LOG_REQUESTS, AUDIT_EVERY, AUDIT_WHOLE_EVERY,
            ARCHIVE, KEEP_ENDED, KEEP_KEYS, KEEP_BOOKINGS,
            SMTP_URL, MAIL_FROM, MAIL_FOLDER, SANDBOX_JAR, WEBHOOK_NETWORKS, KEEP_CHANGES,
            OTLP_ENDPOINT, OTLP_HEADERS, TRACE_ONE_IN);

    private KnownSettings() {}

    private static InetAddress address(String text) {
        try {
            Setting.require(!text.isEmpty());
            return InetAddress.getByName(text);
        } catch (UnknownHostException noSuchHost) {
            throw new IllegalArgumentException(noSuchHost);
        }
    }

    /// Checks the prefix only: the database's own messages about the rest are better.
    private static String databaseUrl(String text) {
        Setting.require(text.matches("(jdbc:postgresql|postgres|postgresql)://\\S+"));
        return text;
    }

    private static String encryptionKey(String text) {
        Setting.require(Base64.getDecoder().decode(text).length == 32);
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

    private static Map<String, String> headers(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String each : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            String[] pair = each.strip().split("=", 2);
            Setting.require(pair.length == 2 && pair[0].matches("[A-Za-z0-9-]{1,100}")
                    && pair[1].matches("[ -~]{1,4000}"));
            headers.put(pair[0], URLDecoder.decode(pair[1].replace("+", "%2B"), UTF_8));
        }
        return headers;
    }

    private static URI mailServer(String text) {
        URI uri = URI.create(text);
        boolean secure = "smtps".equals(uri.getScheme());
        Setting.require(uri.getHost() != null && (secure || "smtp".equals(uri.getScheme()))
                && (uri.getPath().isEmpty() || uri.getPath().equals("/"))
                && (uri.getQuery() == null || (!secure && uri.getQuery().equals("tls=none"))));
        return uri;
    }

    private static URI endpoint(String text) {
        URI uri = URI.create(text);
        Setting.require(uri.getHost() != null
                && List.of("http", "https").contains(String.valueOf(uri.getScheme())));
        return uri;
    }
}
