package holdfast.server.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Lines of CSV (RFC 4180).
final class CsvLines {
    private CsvLines() {}

    /// Writes a line of texts. A cell that a spreadsheet would take for a formula gets an
    /// apostrophe.
    static void write(OutputStream out, List<String> cells) throws IOException {
        plain(out, cells.stream().map(CsvLines::safe).toList());
    }

    static String safe(String cell) {
        return cell.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + cell : cell;
    }

    /// Writes a line whose texts are safe already.
    static void plain(OutputStream out, List<String> cells) throws IOException {
        String line = String.join(",", cells.stream()
                .map(cell -> cell.matches("(?s).*[\",\\r\\n].*")
                        ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell)
                .toList());
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
