package holdfast.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// A process of `stripe-stateful-mock`, which npm installs in the version of the lock file.
final class IndependentImitation implements AutoCloseable {
    private static final Path FOLDER = Path.of("comparison").toAbsolutePath();

    private final Process process;
    final String base;

    private IndependentImitation(Process process, String base) {
        this.process = process;
        this.base = base;
    }

    static boolean canRun() {
        try {
            return run(Path.of("."), List.of("npm", "--version")).waitFor() == 0
                    && run(Path.of("."), List.of("node", "--version")).waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Process run(Path folder, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(true).start();
        process.getOutputStream().close();
        return process;
    }

    private static void install() throws IOException, InterruptedException {
        Path lock = FOLDER.resolve("package-lock.json");
        Path installed = FOLDER.resolve("node_modules/.installed-lock.json");
        if (Files.exists(installed) && Files.mismatch(lock, installed) == -1) {
            return;
        }
        Process process = run(FOLDER, List.of("npm", "ci", "--prefer-offline", "--ignore-scripts",
                "--no-audit", "--no-fund"));
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
        Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    }

    static IndependentImitation start() throws IOException, InterruptedException {
        install();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder("node",
                "node_modules/stripe-stateful-mock/dist/cli.js").directory(FOLDER.toFile())
                .redirectErrorStream(true);
        builder.environment().put("PORT", Integer.toString(port));
        builder.environment().put("LOG_LEVEL", "info");
        Process process = builder.start();
        String line = process.inputReader(UTF_8).readLine();
        if (line == null || !line.contains("started")) {
            process.destroyForcibly();
            throw new IOException("stripe-stateful-mock did not start: " + line);
        }
        // It prints each request; unread, that would stop it.
        Thread.ofVirtual().start(() -> process.inputReader(UTF_8).lines().forEach(each -> {}));
        return new IndependentImitation(process, "http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
