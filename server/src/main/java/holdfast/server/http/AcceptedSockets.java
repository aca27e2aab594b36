package holdfast.server.http;

import io.helidon.common.socket.SocketContext;
import io.helidon.common.socket.SocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps each accepted socket until its connection is served. The web server does not expose its
/// sockets, but it configures each accepted one with these options.
final class AcceptedSockets implements SocketOptions {
    private final SocketOptions options = SocketOptions.builder().tcpNoDelay(true).build();
    private final Map<Endpoints, SocketChannel> waiting = new ConcurrentHashMap<>();

    private record Endpoints(SocketAddress local, SocketAddress remote) {}

    @Override
    public void configureSocket(SocketChannel socket) {
        try {
            waiting.put(new Endpoints(socket.getLocalAddress(), socket.getRemoteAddress()), socket);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        options.configureSocket(socket);
    }

    /// The socket of a connection; a second call finds nothing.
    Optional<SocketChannel> take(SocketContext connection) {
        return Optional.ofNullable(waiting.remove(new Endpoints(
                connection.localPeer().address(), connection.remotePeer().address())));
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return options.socketOptions();
    }

    @Override
    public Duration connectTimeout() {
        return options.connectTimeout();
    }

    @Override
    public Duration readTimeout() {
        return options.readTimeout();
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return options.socketReceiveBufferSize();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return options.socketSendBufferSize();
    }

    @Override
    public boolean socketReuseAddress() {
        return options.socketReuseAddress();
    }

    @Override
    public boolean socketKeepAlive() {
        return options.socketKeepAlive();
    }

    @Override
    public boolean tcpNoDelay() {
        return options.tcpNoDelay();
    }
}
