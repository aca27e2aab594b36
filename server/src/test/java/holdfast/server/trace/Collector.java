package holdfast.server.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// A small OTLP receiver: keeps the spans that are sent to `/v1/traces`.
final class Collector implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile int status = 200;

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            JsonNode body = JSON.readTree(exchange.getRequestBody());
            for (JsonNode resource : body.path("resourceSpans")) {
                for (JsonNode scope : resource.path("scopeSpans")) {
                    scope.path("spans").forEach(spans::add);
                }
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    void answers(int code) {
        status = code;
    }

    List<JsonNode> spans(int atLeast) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (spans.size() < atLeast) {
            if (System.nanoTime() > end) {
                throw new AssertionError(spans.size() + " spans, not " + atLeast);
            }
            Thread.sleep(5);
        }
        return spans;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
