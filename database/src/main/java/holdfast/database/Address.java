package holdfast.database;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/// The address of a database: a JDBC URL, with user and password beside it if they are not part of
/// it. `toString` never prints the password.
public record Address(String url, @Nullable String user, @Nullable String password) {

    private static final String JDBC = "jdbc:postgresql:";

    public Address {
        if (!url.startsWith(JDBC) || Driver.parseURL(url, null) == null) {
            throw new DatabaseException(
                    "Not the address of a PostgreSQL database: " + withoutSecrets(url)
                            + ". It looks like postgres://user:password@host:5432/database"
                            + " or jdbc:postgresql://host:5432/database?user=…&password=….");
        }
    }

    /// Parses `jdbc:postgresql:` addresses and the `postgres://` and `postgresql://` ones of
    /// hosting providers.
    public static Address of(String text) {
        String address = text.strip();
        for (String scheme : new String[] {"postgres://", "postgresql://"}) {
            if (address.startsWith(scheme)) {
                return fromUri(address.substring(scheme.length()));
            }
        }
        return new Address(address, null, null);
    }

    private static Address fromUri(String rest) {
        int end = indexOfAny(rest, "/?");
        String authority = rest.substring(0, end);
        int at = authority.lastIndexOf('@');
        String hosts = authority.substring(at + 1);
        String tail = rest.substring(end);
        String url = JDBC + "//" + hosts + (tail.startsWith("/") ? tail : "/" + tail);
        if (at < 0) {
            return new Address(url, null, null);
        }
        String who = authority.substring(0, at);
        int colon = who.indexOf(':');
        return colon < 0
                ? new Address(url, decoded(who), null)
                : new Address(
                        url, decoded(who.substring(0, colon)), decoded(who.substring(colon + 1)));
    }

    /// The address without its query string.
    String base() {
        int question = url.indexOf('?');
        return question < 0 ? url : url.substring(0, question);
    }

    /// The settings in the query string, and the user and password.
    Properties settings() {
        Properties settings = new Properties();
        Properties parsed = Driver.parseURL(url, null);
        if (parsed != null) {
            for (String name : parsed.stringPropertyNames()) {
                if (!name.startsWith("PG")) {
                    settings.setProperty(name, parsed.getProperty(name, ""));
                }
            }
        }
        if (user != null) {
            settings.setProperty("user", user);
        }
        if (password != null) {
            settings.setProperty("password", password);
        }
        return settings;
    }

    /// `host:port/database`, for messages and logs.
    public String place() {
        Properties parsed = Driver.parseURL(url, null);
        if (parsed == null) {
            return withoutSecrets(url);
        }
        String[] hosts = parsed.getProperty("PGHOST", "localhost").split(",", -1);
        String[] ports = parsed.getProperty("PGPORT", "5432").split(",", -1);
        StringBuilder place = new StringBuilder();
        for (int i = 0; i < hosts.length; i++) {
            place.append(i == 0 ? "" : ",")
                    .append(hosts[i])
                    .append(':')
                    .append(ports[Math.min(i, ports.length - 1)]);
        }
        return place.append('/').append(parsed.getProperty("PGDBNAME", "")).toString();
    }

    @Override
    public String toString() {
        return place();
    }

    private static int indexOfAny(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    /// `URLDecoder` decodes form data, where a plus is a space. In an address it is a plus.
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String withoutSecrets(String text) {
        String withoutQuery = text.replaceAll("\\?.*", "?…");
        return withoutQuery.replaceAll("//[^/]*@", "//…@");
    }
}
