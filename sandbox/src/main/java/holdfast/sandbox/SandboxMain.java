package holdfast.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The command `sandbox`.
public final class SandboxMain {
    private static final int PORT = 12111;

    private SandboxMain() {}

    /// @param tied whether it ends when its standard input ends, which is when its parent ends
    private record Options(String host, int port, @Nullable Path state, boolean tied) {}

    public static void main(String[] arguments) throws IOException {
        Options options = options(List.of(arguments));
        if (options == null) {
            System.err.println("Usage: holdfast sandbox [--port <number>] [--host <address>] "
                    + "[--state <file>] [--until-input-ends]");
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
        if (options.tied()) {
            System.in.transferTo(OutputStream.nullOutputStream());
            System.exit(0);
        }
    }

    private static @Nullable Options options(List<String> arguments) {
        Deque<String> words = new ArrayDeque<>(arguments);
        if ("sandbox".equals(words.peek())) {
            words.remove();
        }
        String host = "127.0.0.1";
        int port = PORT;
        Path state = null;
        boolean tied = words.remove("--until-input-ends");
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
        return new Options(host, port, state, tied);
    }
}
