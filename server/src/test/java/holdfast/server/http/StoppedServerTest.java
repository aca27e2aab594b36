package holdfast.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.server.auth.Permission;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A process that starts and stops servers, as the tests do, does not fill its memory with them.
class StoppedServerTest {
    /// What a route has, and with it the whole application.
    private record Application(String name) {
        Response answer() {
            return Response.json(200, json -> json.put("name", name));
        }
    }

    private static WeakReference<Application> served() {
        Application application = new Application("one");
        HttpServer server = HttpServer.open(
                new HttpServer.Options(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        20, 20, Duration.ofSeconds(10), Duration.ofSeconds(5)),
                List.of(new Route("GET", "/", Permission.NONE, "home", "The first page.",
                        _ -> application.answer())),
                Authenticator.ANONYMOUS, record -> {});
        server.close();
        return new WeakReference<>(application);
    }

    @Test
    void letsGoOfWhatItServed() throws InterruptedException {
        WeakReference<Application> application = served();
        for (int wait = 0; wait < 400 && application.get() != null; wait++) {
            System.gc();
            Thread.sleep(25);
        }
        assertThat(application.get()).isNull();
    }
}
