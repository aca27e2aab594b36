package holdfast.server.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Connects to the server's own port every two seconds. The web server closes its socket for good
/// when accepting a connection fails, for example because too many files are open, and does not
/// report it. The process must not live on without it: after three failures in a row the thread of
/// this check dies of an exception, and the process ends with it.
///
/// A connection that only takes too long is no failure, because a crowd makes it wait as well.
final class ListenerCheck implements AutoCloseable {
    private static final int PAUSE_MILLIS = 2_000;
    private static final int TIMEOUT_MILLIS = 1_000;
    private static final int FAILURES = 3;

    private final InetSocketAddress address;
    private final CountDownLatch closed = new CountDownLatch(1);

    private ListenerCheck(InetSocketAddress address) {
        this.address = address;
    }

    /// Begins with a first check at once, which also loads the classes that the later ones need:
    /// they could not be read when no more files can be opened.
    static ListenerCheck begin(InetSocketAddress bound, int port) {
        InetAddress host = bound.getAddress().isAnyLocalAddress()
                ? InetAddress.getLoopbackAddress() : bound.getAddress();
        ListenerCheck check = new ListenerCheck(new InetSocketAddress(host, port));
        check.connect();
        Thread.ofPlatform().daemon().name("holdfast-listener-check").start(check::run);
        return check;
    }

    private void run() {
        int failures = 0;
        while (!rests()) {
            failures = connect() ? 0 : failures + 1;
            if (failures == FAILURES && closed.getCount() > 0) {
                throw new IllegalStateException("the server's socket at " + address
                        + " accepts no connection any more");
            }
        }
    }

    /// True when the check is closed.
    private boolean rests() {
        try {
            return closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private boolean connect() {
        try (Socket socket = new Socket()) {
            socket.connect(address, TIMEOUT_MILLIS);
            return true;
        } catch (SocketTimeoutException busy) {
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
