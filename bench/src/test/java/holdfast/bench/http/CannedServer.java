package holdfast.bench.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A server that answers everything with the same bytes, piece by piece with a pause in between, to
/// test a client's parser.
final class CannedServer implements AutoCloseable {
    private final ServerSocket socket;
    private final List<String> allotments;
    private final long pauseMillis;

    CannedServer(long pauseMillis, String... allotments) throws IOException {
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.allotments = List.of(allotments);
        this.pauseMillis = pauseMillis;
        Thread.startVirtualThread(this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.startVirtualThread(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            byte[] request = new byte[4_096];
            while (client.getInputStream().read(request) > 0) {
                OutputStream out = client.getOutputStream();
                for (String piece : allotments) {
                    Thread.sleep(pauseMillis);
                    out.write(piece.getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
