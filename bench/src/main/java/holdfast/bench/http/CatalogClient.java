package holdfast.bench.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A client that puts things on sale and reads them, one request after the other.
public final class CatalogClient implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final Pattern HOLDS = Pattern.compile("\"holds\":(\\d+)");

    /// The server closes idle connections, and this client is idle during a measurement.
    private static final long SILENT = TimeUnit.SECONDS.toNanos(5);

    private final InetSocketAddress server;
    private final HttpRequests requests;
    private HttpConnection line;
    private long asked;
    private long holds;

    public CatalogClient(InetSocketAddress server, String key) {
        this.server = server;
        this.requests = new HttpRequests(key);
        this.line = to(server);
        this.asked = System.nanoTime();
    }

    private static HttpConnection to(InetSocketAddress server) {
        try {
            return HttpConnection.to(server);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// The connection, or a new one after an idle time.
    private HttpConnection line() {
        long now = System.nanoTime();
        if (now - asked > SILENT) {
            line.close();
            line = to(server);
        }
        asked = now;
        return line;
    }

    /// The result of the audit.
    ///
    /// @param holds how many it recomputed
    public record Audit(boolean clean, long holds, String text) {}

    /// The cost of one read.
    public record Read(int status, int bytes, long nanos, Optional<String> tag) {}

    /// Makes a resource and returns its id.
    String make(String path, String json) {
        String body = asked(requests.post(path, json));
        Matcher id = ID.matcher(body);
        if (line.status() != 201 || !id.find()) {
            throw new IllegalStateException(path + ": " + line.status() + " " + body);
        }
        holds += path.equals("/v1/holds") ? 1 : 0;
        return id.group(1);
    }

    /// How many holds it has made.
    public long holds() {
        return holds;
    }

    private String asked(byte[] request) {
        try {
            return line().ask(request).body();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Sends a GET and returns its cost.
    ///
    /// @param headers whole header lines, each with its end
    public Read get(String path, String headers) {
        byte[] request = requests.get(path, headers);
        HttpConnection at = line();
        try {
            long began = System.nanoTime();
            at.ask(request);
            long took = System.nanoTime() - began;
            return new Read(at.status(), at.bytes(), took, at.header("ETag"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public Audit audit() {
        String body = asked(requests.get("/v1/audit", ""));
        Matcher holds = HOLDS.matcher(body);
        if (line.status() != 200 || !holds.find()) {
            throw new IllegalStateException("no audit: " + line.status() + " " + body);
        }
        return new Audit(body.contains("\"clean\":true"), Long.parseLong(holds.group(1)), body);
    }

    @Override
    public void close() {
        line.close();
    }
}
