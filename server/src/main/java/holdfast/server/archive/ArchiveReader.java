package holdfast.server.archive;

import holdfast.Invalid;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Reads an archive file line by line.
final class ArchiveReader {
    private ArchiveReader() {}

    /// Called with each line, and with what it says.
    interface Each {
        void line(String text, Fields fields);
    }

    /// Whether the file could be read to its end. The file of a process that died may end within a
    /// line.
    static boolean read(Path file, Each each) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                each.line(line, Json.read(line));
                line = lines.readLine();
            }
            return true;
        } catch (EOFException | ZipException | Invalid truncated) {
            return false;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
