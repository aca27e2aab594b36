package holdfast.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/// A raw socket to a server, for requests that no client library would send.
final class RawSocket implements AutoCloseable {
    static final String KEY = "Host: shop\r\nAuthorization: Bearer " + TestShop.SECRET + "\r\n";
    private static final int PATIENCE = (int) Duration.ofSeconds(20).toMillis();
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 [1-5]\\d\\d ");

    private final Socket socket;

    RawSocket(URI address) throws IOException {
        socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(PATIENCE);
    }

    RawSocket send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /// Reads until this text has arrived.
    String until(String end) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder all = new StringBuilder();
        while (all.indexOf(end) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("it ended with " + all);
            }
            all.append((char) next);
        }
        return all.toString();
    }

    /// Reads to the end of the stream, which must come in time.
    String all() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder all = new StringBuilder();
        byte[] some = new byte[8_192];
        try {
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                all.append(new String(some, 0, read, ISO_8859_1));
            }
        } catch (SocketTimeoutException open) {
            throw new AssertionError("the connection stays open after " + all, open);
        }
        return all.toString();
    }

    /// Counts the answers in it.
    static long answers(String all) {
        return STATUS.matcher(all).results().count();
    }

    /// Sends this at once and returns everything up to the end.
    static String asked(URI address, String... parts) throws IOException {
        try (RawSocket raw = new RawSocket(address)) {
            for (String part : parts) {
                raw.send(part);
            }
            return raw.all();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
