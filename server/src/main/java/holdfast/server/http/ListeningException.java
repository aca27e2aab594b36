package holdfast.server.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/// An address cannot be listened on: its port is taken, or this process may not have it.
public final class ListeningException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ListeningException(InetSocketAddress address, String reason) {
        super("Nothing can listen on port " + address.getPort() + " of "
                + address.getAddress().getHostAddress() + ": " + reason);
    }

    private ListeningException(String message) {
        super(message);
    }

    /// The same with the name of the setting that says which port it is.
    public ListeningException of(String setting) {
        return new ListeningException(getMessage() + ". Set " + setting + " to another port.");
    }

    /// Tries it, because the web server does not say why it cannot.
    public static void requireFree(InetSocketAddress address) {
        try (ServerSocketChannel socket = ServerSocketChannel.open()) {
            socket.bind(address);
        } catch (IOException taken) {
            throw new ListeningException(address, String.valueOf(taken.getMessage()));
        }
    }
}
