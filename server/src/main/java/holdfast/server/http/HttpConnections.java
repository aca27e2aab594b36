package holdfast.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/// Puts a [ClientSocket] under each connection of the web server, which does HTTP itself.
final class HttpConnections implements ServerConnectionSelector {
    private final AcceptedSockets accepted = new AcceptedSockets();
    private final Http1ConnectionSelector http;
    private final Duration patience;

    /// @param patience how long a client may take to send a request it has begun
    HttpConnections(Http1Config config, Duration patience) {
        this.patience = patience;
        this.http = Http1ConnectionSelector.builder().config(config).build();
    }

    /// The options for the web server's connections.
    SocketOptions options() {
        return accepted;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    /// Accepts every input: what is not HTTP gets an error in HTTP.
    @Override
    public Support supports(BufferData request) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        SocketChannel channel = accepted.take(context).orElseThrow(
                () -> new CloseConnectionException("the client left before it was served"));
        ClientSocket client = new ClientSocket(channel, patience);
        return new Connection(client, http.connection(new Context(context, client.reader())));
    }

    private record Connection(ClientSocket client, ServerConnection served)
            implements ServerConnection {
        @Override
        public void handle(Limit limit) throws InterruptedException {
            try {
                ScopedValue.where(ClientSocket.CURRENT, client).call(() -> {
                    served.handle(limit);
                    return null;
                });
            } finally {
                client.finish();
            }
        }

        @Override
        public Duration idleTime() {
            return served.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            served.close(interrupt);
        }
    }

    /// The web server's own context, with another reader.
    private record Context(ConnectionContext whole, DataReader dataReader)
            implements ConnectionContext {
        @Override
        public ListenerContext listenerContext() {
            return whole.listenerContext();
        }

        @Override
        public ExecutorService executor() {
            return whole.executor();
        }

        @Override
        public DataWriter dataWriter() {
            return whole.dataWriter();
        }

        @Override
        public Router router() {
            return whole.router();
        }

        @Override
        public Optional<ProxyProtocolData> proxyProtocolData() {
            return whole.proxyProtocolData();
        }

        @Override
        public HelidonSocket serverSocket() {
            return whole.serverSocket();
        }

        @Override
        public PeerInfo remotePeer() {
            return whole.remotePeer();
        }

        @Override
        public PeerInfo localPeer() {
            return whole.localPeer();
        }

        @Override
        public boolean isSecure() {
            return whole.isSecure();
        }

        @Override
        public String socketId() {
            return whole.socketId();
        }

        @Override
        public String childSocketId() {
            return whole.childSocketId();
        }
    }
}
