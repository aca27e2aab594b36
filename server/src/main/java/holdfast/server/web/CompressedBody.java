package holdfast.server.web;

import holdfast.server.http.Request;
import holdfast.server.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/// A body, plain and compressed: a client that accepts compression gets it compressed.
final class CompressedBody {
    /// Smaller bodies fit into one packet anyway.
    private static final int WORTH_IT = 1_000;

    private final byte[] plain;
    private final byte[] zipped;

    private CompressedBody(byte[] plain, byte[] zipped) {
        this.plain = plain;
        this.zipped = zipped;
    }

    static CompressedBody of(byte[] content) {
        return new CompressedBody(content, content.length < WORTH_IT ? content : zip(content));
    }

    private static byte[] zip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 3);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    Response answer(Request request, int status, String type) {
        boolean unpacks = request.header("Accept-Encoding").orElse("").contains("gzip");
        if (!unpacks || zipped.length >= plain.length) {
            return Response.bytes(status, type, plain).header("Vary", "Accept-Encoding");
        }
        return Response.bytes(status, type, zipped)
                .header("Content-Encoding", "gzip").header("Vary", "Accept-Encoding");
    }
}
