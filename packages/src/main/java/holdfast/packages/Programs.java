package holdfast.packages;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;

/// Runs a program of this machine and waits for its end.
final class Programs {
    private Programs() {}

    static String run(Path folder, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(
                process.getInputStream().readAllBytes(), Charset.defaultCharset());
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + status + ": "
                        + printed.strip());
            }
            return printed;
        } catch (InterruptedException interrupted) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.getFirst() + " ran", interrupted);
        }
    }
}
