package holdfast.server.live;

import holdfast.Unanswered;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Somebody who watches an event: everything that changes is written to them as it happens.
public final class Watching {
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final byte[] GREETING =
            "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);

    private final Board board;
    private final Runnable end;

    Watching(Board board, Runnable end) {
        this.board = board;
        this.end = end;
    }

    /// Writes until the reader goes away or the server stops.
    ///
    /// @param seen the version that the reader has already
    public void write(OutputStream out, Optional<Long> seen) throws IOException {
        try {
            out.write(GREETING);
            Optional<Board.Next> next = Optional.of(board.begin(seen));
            while (next.isPresent()) {
                for (byte[] message : next.get().messages()) {
                    out.write(message);
                }
                out.flush();
                next = board.next(next.get().place(), HEARTBEAT);
            }
        } catch (Unanswered trouble) {
            // The stream ends; the reader comes back and says what it has seen.
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            end.run();
        }
    }
}
