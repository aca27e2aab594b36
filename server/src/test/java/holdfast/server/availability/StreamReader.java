package holdfast.server.availability;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A viewer's connection, read message by message.
final class StreamReader implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    StreamReader(LiveNode node, String path, String seen) throws IOException {
        socket = new Socket();
        // A small receive buffer, so that a client that does not read is noticed.
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), node.server.port()));
        socket.setSoTimeout(20_000);
        String request = "GET " + path + " HTTP/1.1\r\nHost: here\r\n"
                + (seen.isEmpty() ? "" : "Last-Event-ID: " + seen + "\r\n") + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        in = new BufferedReader(new InputStreamReader(
                socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /// The response's first line.
    String status() throws IOException {
        return String.valueOf(in.readLine());
    }

    /// Reads until a message with data has come, and passes it to the viewer.
    void next(Viewer viewer) throws IOException {
        StringBuilder message = new StringBuilder();
        while (true) {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("the stream ended");
            }
            // The lengths of chunks and the headers are not lines of a message.
            if (line.startsWith("id: ") || line.startsWith("event: ")
                    || line.startsWith("data: ")) {
                message.append(line).append('\n');
            } else if (line.isEmpty() && message.indexOf("data: ") >= 0) {
                viewer.read(message.toString());
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
