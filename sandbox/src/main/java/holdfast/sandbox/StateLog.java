package holdfast.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The append-only file of all changes, one JSON object in each line. The next start reads it from
/// the beginning. It survives the end of the process, not of the machine: nothing is forced to disk.
final class StateLog implements AutoCloseable {
    private final @Nullable FileChannel file;
    private boolean reading;

    private StateLog(@Nullable FileChannel file) {
        this.file = file;
    }

    /// Keeps nothing.
    static StateLog none() {
        return new StateLog(null);
    }

    static StateLog open(Path path) throws IOException {
        return new StateLog(FileChannel.open(path, StandardOpenOption.CREATE,
                StandardOpenOption.WRITE));
    }

    /// Reads all lines. A process that was killed may have left half a line at the end, which is
    /// overwritten.
    void replay(Path path, Consumer<ObjectNode> each) throws IOException {
        reading = true;
        long valid = 0;
        try (BufferedReader lines = Files.newBufferedReader(path)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                each.accept(SandboxJson.parse(line));
                valid += line.getBytes(StandardCharsets.UTF_8).length + 1;
            }
        } catch (JsonProcessingException half) {
            System.err.println("Sandbox: the last line of " + path + " is incomplete: dropped");
        }
        reading = false;
        if (file != null) {
            file.truncate(Math.min(valid, file.size()));
            file.position(file.size());
        }
    }

    void append(ObjectNode line) {
        if (file == null || reading) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(
                (SandboxJson.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
