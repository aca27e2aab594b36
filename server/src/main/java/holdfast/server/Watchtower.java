package holdfast.server;

import holdfast.server.http.Door;
import holdfast.server.http.Entrance;
import holdfast.server.http.Route;
import holdfast.server.settings.Config;
import holdfast.server.settings.Known;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// A door of its own for those who watch, when they have a port of their own. It closes after the
/// other one, so that the stop itself can be watched.
final class Watchtower {
    private static final int CONNECTIONS = 200;

    private Watchtower() {}

    static Door open(Config config, int port, List<Route> routes) {
        Door.Options options = new Door.Options(
                new InetSocketAddress(config.get(Known.HOST), port), 1, CONNECTIONS,
                config.get(Known.CLIENT_PATIENCE), Duration.ZERO);
        return Door.open(options, routes, Entrance.EVERYBODY, seen -> { });
    }
}
