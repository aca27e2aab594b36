package holdfast.proof.history;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One connection through the proxy. It parses the client's messages to recognise a COMMIT, and
/// passes the database's messages on as they are.
final class ProxiedConnection {
    private static final int ENCRYPTION = 80877103;
    private static final int OTHER_ENCRYPTION = 80877104;
    private static final int LONGEST = 64 << 20;

    private final FaultyProxy wire;
    private final Socket client;
    private final Socket server;
    private final Set<String> committing = new HashSet<>();
    private volatile boolean swallow;
    private volatile boolean gone;

    ProxiedConnection(FaultyProxy wire, Socket client, Socket server) {
        this.wire = wire;
        this.client = client;
        this.server = server;
    }

    void start() {
        Thread.ofVirtual().start(() -> run(this::up));
        Thread.ofVirtual().start(() -> run(this::down));
    }

    private interface Pump {
        void run() throws IOException, InterruptedException;
    }

    private void run(Pump pump) {
        try {
            pump.run();
        } catch (IOException over) {
            // One side closed. The other side is closed too, unless the proxy is dead.
            swallow = true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        while (wire.isDead()) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        cut();
    }

    boolean gone() {
        return gone;
    }

    void cut() {
        gone = true;
        for (Socket each : new Socket[] {client, server}) {
            try {
                each.close();
            } catch (IOException e) {
                throw new IllegalStateException("a socket that cannot be closed", e);
            }
        }
    }

    /// From the client to the database.
    private void up() throws IOException, InterruptedException {
        DataInputStream from = new DataInputStream(client.getInputStream());
        OutputStream to = server.getOutputStream();
        int code;
        do {
            byte[] body = body(from);
            code = ByteBuffer.wrap(body).getInt();
            send(to, null, body);
        } while (code == ENCRYPTION || code == OTHER_ENCRYPTION);
        boolean committed = false;
        while (true) {
            byte type = from.readByte();
            byte[] body = body(from);
            if (commits(type, body)) {
                switch (wire.meets()) {
                    case NONE -> {}
                    case BEFORE_COMMIT -> {
                        cut();
                        return;
                    }
                    case WITH_COMMIT -> committed = true;
                    case AFTER_COMMIT -> swallow = true;
                }
            }
            send(to, type, body);
            if (committed && (type == 'S' || type == 'Q')) {
                cut();
                return;
            }
        }
    }

    private void send(OutputStream to, @Nullable Byte type, byte[] body)
            throws IOException, InterruptedException {
        wire.pass();
        ByteBuffer message = ByteBuffer.allocate(body.length + 5);
        if (type != null) {
            message.put(type);
        }
        message.putInt(body.length + 4).put(body);
        to.write(message.array(), 0, message.position());
        to.flush();
    }

    private static byte[] body(DataInputStream from) throws IOException {
        int length = from.readInt() - 4;
        if (length < 0 || length > LONGEST) {
            throw new IOException("no message of PostgreSQL's: " + length);
        }
        byte[] body = new byte[length];
        from.readFully(body);
        return body;
    }

    /// A COMMIT comes as text, is prepared, or runs under the name it was prepared with.
    private boolean commits(byte type, byte[] body) {
        return switch (type) {
            case 'Q' -> isCommit(text(body, 0));
            case 'P' -> {
                String name = text(body, 0);
                boolean commit = isCommit(text(body, name.length() + 1));
                committing.remove(name);
                if (commit) {
                    committing.add(name);
                }
                yield false;
            }
            case 'B' -> committing.contains(text(body, text(body, 0).length() + 1));
            default -> false;
        };
    }

    private static boolean isCommit(String sql) {
        return sql.strip().equalsIgnoreCase("commit");
    }

    private static String text(byte[] body, int from) {
        int end = from;
        while (body[end] != 0) {
            end++;
        }
        return new String(body, from, end - from, StandardCharsets.UTF_8);
    }

    /// From the database to the client.
    private void down() throws IOException, InterruptedException {
        InputStream from = server.getInputStream();
        OutputStream to = client.getOutputStream();
        byte[] some = new byte[64 << 10];
        while (true) {
            int read = from.read(some);
            if (read < 0) {
                return;
            }
            wire.pass();
            if (swallow) {
                // The reply of the COMMIT: the database has committed, and the client will not hear
                // of it.
                return;
            }
            to.write(some, 0, read);
            to.flush();
        }
    }
}
