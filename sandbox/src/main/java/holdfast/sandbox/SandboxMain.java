package holdfast.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The command `sandbox`.
public final class SandboxMain {
    private static final int PORT = 12111;

    private SandboxMain() {}

    private record Options(String host, int port, @Nullable Path state) {}

    public static void main(String[] arguments) throws IOException {
        Options options = options(List.of(arguments));
        if (options == null) {
            System.err.println("Usage: holdfast sandbox [--port <number>] [--host <address>] "
                    + "[--state <file>]");
            System.exit(2);
            return;
        }
        SandboxServer server;
        try {
            server = SandboxServer.start(options.host(), options.port(), options.state());
        } catch (IOException unavailable) {
            System.err.println("The sandbox cannot start on " + options.host() + " port "
                    + options.port() + ": " + unavailable.getMessage());
            System.exit(1);
            return;
        }
        System.out.println("Sandbox: http://" + options.host() + ":" + server.port());
        System.out.flush();
    }

    private static @Nullable Options options(List<String> arguments) {
        Deque<String> words = new ArrayDeque<>(arguments);
        if ("sandbox".equals(words.peek())) {
            words.remove();
        }
        String host = "127.0.0.1";
        int port = PORT;
        Path state = null;
        while (!words.isEmpty()) {
            String option = words.remove();
            String value = words.poll();
            if (value == null) {
                return null;
            }
            switch (option) {
                case "--host" -> host = value;
                case "--port" -> {
                    if (!value.matches("\\d{1,5}")) {
                        return null;
                    }
                    port = Integer.parseInt(value);
                }
                case "--state" -> state = Path.of(value);
                default -> {
                    return null;
                }
            }
        }
        return new Options(host, port, state);
    }
}
