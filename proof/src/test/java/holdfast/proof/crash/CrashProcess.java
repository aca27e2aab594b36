package holdfast.proof.crash;

import holdfast.database.Address;
import holdfast.judge.History;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// The test's side of a {@link CrashNode}: starts, pauses and kills it, and reads its output.
final class CrashProcess implements AutoCloseable {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private final Process process;
    private final StringBuilder said = new StringBuilder();
    private final AtomicInteger answers = new AtomicInteger();
    private final Thread reader;

    CrashProcess(Address address, long seed, int batch) throws IOException {
        process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp", System.getProperty("java.class.path"),
                CrashNode.class.getName(), Long.toString(seed), Integer.toString(batch))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Writer in = new BufferedWriter(
                new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        in.write(address.url() + "\n" + address.user() + "\n" + address.password() + "\n");
        in.flush();
        reader = Thread.ofPlatform().start(this::read);
    }

    private void read() {
        byte[] some = new byte[64 << 10];
        byte before = '\n';
        try (InputStream from = process.getInputStream()) {
            for (int read = from.read(some); read >= 0; read = from.read(some)) {
                synchronized (said) {
                    // One char per byte; history() decodes UTF-8 line by line.
                    said.append(new String(some, 0, read, StandardCharsets.ISO_8859_1));
                }
                for (int at = 0; at < read; at++) {
                    if (before == '\n' && some[at] == '!') {
                        answers.incrementAndGet();
                    }
                    before = some[at];
                }
            }
        } catch (IOException over) {
            System.err.println("a child's output broke off: " + over);
        }
    }

    /// Waits until the node's clients have had that many more answers.
    void serve(int more) throws InterruptedException, TimeoutException {
        int enough = answers.get() + more;
        long end = System.nanoTime() + PATIENCE;
        while (answers.get() < enough) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new TimeoutException("the child " + process.pid()
                        + (process.isAlive() ? " lives" : " is gone") + " and has had only "
                        + answers.get() + " of " + enough + " answers");
            }
            Thread.sleep(5);
        }
    }

    /// Sends SIGKILL. (`Process.destroyForcibly` would also close the output and lose its last
    /// lines.)
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
        reader.join();
    }

    void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                .inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IOException("kill " + signal + " ended with " + exit);
        }
    }

    /// The lines that it wrote; an unfinished last line was never acknowledged.
    History history() {
        List<String> lines = new ArrayList<>();
        synchronized (said) {
            int from = 0;
            for (int end = said.indexOf("\n"); end >= 0; end = said.indexOf("\n", from)) {
                byte[] bytes = said.substring(from, end).getBytes(StandardCharsets.ISO_8859_1);
                lines.add(new String(bytes, StandardCharsets.UTF_8));
                from = end + 1;
            }
        }
        return History.read(lines);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
