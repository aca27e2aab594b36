package holdfast.server.availability;

import holdfast.Unanswered;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// The stream of one viewer of an event: every change is written to it as it happens.
public final class EventStream {
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final byte[] GREETING =
            "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);

    private final LiveEvent event;
    private final Runnable end;

    EventStream(LiveEvent event, Runnable end) {
        this.event = event;
        this.end = end;
    }

    /// Writes until the client disconnects or the server stops.
    ///
    /// @param seen the version that the client has already
    public void write(OutputStream out, Optional<Long> seen) throws IOException {
        try {
            out.write(GREETING);
            Optional<LiveEvent.Next> next = Optional.of(event.begin(seen));
            while (next.isPresent()) {
                for (byte[] message : next.get().messages()) {
                    out.write(message);
                }
                out.flush();
                next = event.next(next.get().place(), HEARTBEAT);
            }
        } catch (Unanswered trouble) {
            // The stream ends. The client reconnects and sends the version that it has.
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            end.run();
        }
    }
}
