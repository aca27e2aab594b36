package holdfast.server.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A mail server that misbehaves as it was told: one behaviour for each connection, then none.
final class RudeSmtp implements AutoCloseable {
    enum Behaviour {
        /// 421 in place of a greeting.
        BUSY,
        /// 450 to the recipient.
        RECIPIENT_LATER,
        /// 550 to the recipient.
        RECIPIENT_NEVER,
        /// The connection ends when the content is announced.
        DROP_BEFORE_DATA,
        /// The content is taken, and the connection ends without a reply.
        DROP_AFTER_DATA,
        /// The content is refused for good.
        CONTENT_NEVER,
        /// Everything is answered, a second late.
        SLOW
    }

    private final ServerSocket server;
    private final Queue<Behaviour> planned = new ConcurrentLinkedQueue<>();
    private final Queue<String> taken = new ConcurrentLinkedQueue<>();

    RudeSmtp() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    void plan(Behaviour... next) {
        planned.addAll(List.of(next));
    }

    /// The contents that it has taken, with or without a reply.
    List<String> taken() {
        return List.copyOf(taken);
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.startVirtualThread(() -> talk(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void talk(Socket socket) {
        Behaviour behaviour = planned.poll();
        try (socket;
                BufferedReader in = new BufferedReader(new InputStreamReader(
                        socket.getInputStream(), StandardCharsets.UTF_8));
                OutputStream out = socket.getOutputStream()) {
            say(out, behaviour == Behaviour.BUSY ? "421 busy" : "220 rude");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (behaviour == Behaviour.SLOW) {
                    Thread.sleep(300);
                }
                String verb = line.length() < 4 ? "" : line.substring(0, 4);
                switch (verb) {
                    case "EHLO" -> say(out, "250 rude");
                    case "RCPT" -> say(out, behaviour == Behaviour.RECIPIENT_LATER
                            ? "450 4.2.1 greylisted"
                            : behaviour == Behaviour.RECIPIENT_NEVER
                                    ? "550 5.1.1 no such person" : "250 ok");
                    case "DATA" -> {
                        if (behaviour == Behaviour.DROP_BEFORE_DATA) {
                            return;
                        }
                        say(out, "354 go on");
                        taken.add(content(in));
                        if (behaviour == Behaviour.DROP_AFTER_DATA) {
                            return;
                        }
                        say(out, behaviour == Behaviour.CONTENT_NEVER
                                ? "554 5.7.1 not like this" : "250 queued as 4711");
                    }
                    case "QUIT" -> {
                        say(out, "221 bye");
                        return;
                    }
                    default -> say(out, "250 ok");
                }
            }
        } catch (IOException gone) {
            // The client has hung up.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static String content(BufferedReader in) throws IOException {
        StringBuilder content = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in
                .readLine()) {
            content.append(line).append('\n');
        }
        return content.toString();
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
