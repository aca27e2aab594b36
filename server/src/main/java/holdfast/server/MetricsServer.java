package holdfast.server;

import holdfast.server.http.Authenticator;
import holdfast.server.http.HttpServer;
import holdfast.server.http.Route;
import holdfast.server.settings.Config;
import holdfast.server.settings.KnownSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// The HTTP server for metrics and health checks, if they have a port of their own. It closes after
/// the main server, so that monitoring can see the stop.
final class MetricsServer {
    private static final int CONNECTIONS = 200;

    private MetricsServer() {}

    static HttpServer open(Config config, int port, List<Route> routes) {
        HttpServer.Options options = new HttpServer.Options(
                new InetSocketAddress(config.get(KnownSettings.HOST), port), 1, CONNECTIONS,
                config.get(KnownSettings.CLIENT_PATIENCE), Duration.ZERO);
        return HttpServer.open(options, routes, Authenticator.ANONYMOUS, record -> {});
    }
}
