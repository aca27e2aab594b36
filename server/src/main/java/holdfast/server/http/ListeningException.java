package holdfast.server.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/// The server cannot listen on an address: its port is taken, or this process may not use it.
public final class ListeningException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ListeningException(InetSocketAddress address, String reason) {
        super("The server cannot listen on port " + address.getPort() + " of "
                + address.getAddress().getHostAddress() + ": " + reason);
    }

    private ListeningException(String message) {
        super(message);
    }

    /// Adds the name of the setting with the port.
    public ListeningException of(String setting) {
        return new ListeningException(getMessage() + ". Set " + setting + " to another port.");
    }

    /// Tries to bind the address, because the web server does not report why it cannot.
    public static void requireFree(InetSocketAddress address) {
        try (ServerSocketChannel socket = ServerSocketChannel.open()) {
            socket.bind(address);
        } catch (IOException taken) {
            throw new ListeningException(address, String.valueOf(taken.getMessage()));
        }
    }
}
