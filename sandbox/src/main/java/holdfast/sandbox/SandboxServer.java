package holdfast.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// The sandbox as an HTTP server.
public final class SandboxServer implements AutoCloseable {
    private static final long TICK_MILLIS = 100;

    private final SandboxState state;
    private final Sandbox sandbox;
    private final StripeApi api;
    private final SandboxControls controls;
    private final HostedPage page;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private SandboxServer(SandboxState state, HttpServer server) {
        this.state = state;
        this.server = server;
        sandbox = new Sandbox(state);
        api = new StripeApi(state, sandbox);
        controls = new SandboxControls(sandbox, api);
        page = new HostedPage(sandbox);
    }

    /// Listens at an address of this machine; port 0 takes a free one. State is kept in the file, if
    /// there is one, from one process to the next.
    public static SandboxServer start(String host, int port, @Nullable Path file)
            throws IOException {
        // The JDK's server waits 40 ms before it sends small answers otherwise.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer http = HttpServer.create(new InetSocketAddress(host, port), 1024);
        SandboxServer started = new SandboxServer(SandboxState.open(file), http);
        started.state.locked(started.sandbox::resume);
        http.setExecutor(started.threads);
        http.createContext("/", started::handle);
        http.start();
        started.threads.execute(started::tick);
        return started;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void tick() {
        while (!Thread.currentThread().isInterrupted()) {
            Sandbox.pause(TICK_MILLIS);
            sandbox.happen();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            SandboxReply reply = reply(SandboxRequest.of(exchange));
            // Without headers sent, closing the exchange closes the connection.
            if (!reply.lost()) {
                send(exchange, reply);
            }
        }
    }

    private SandboxReply reply(SandboxRequest request) {
        try {
            if (request.path().startsWith("/v1/")) {
                return api.serve(request);
            }
            if (request.path().startsWith("/c/pay/")) {
                return page.serve(request);
            }
            return controls.serve(request);
        } catch (StripeErrorException refusal) {
            return SandboxReply.json(refusal.status, refusal.body());
        } catch (RuntimeException bug) {
            bug.printStackTrace();
            return SandboxReply.json(500, StripeErrorException.of(500, "api_error", null,
                    "The sandbox failed: " + bug).body());
        }
    }

    private static void send(HttpExchange exchange, SandboxReply reply) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.type());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        threads.shutdownNow();
        sandbox.webhooks.close();
        state.locked(() -> {
            // What is being changed is written before the file is closed.
        });
        state.close();
    }
}
