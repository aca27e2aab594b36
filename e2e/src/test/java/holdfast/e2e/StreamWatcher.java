package holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A client of an event's change stream. It knows only what the stream has sent, and reads only
/// when the test says so.
final class StreamWatcher implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Map<String, String> seats = new TreeMap<>();
    final Map<String, Long> free = new HashMap<>();
    /// How many seats the last message had.
    int received;
    int wholes;
    private String version = "";
    private Socket socket = new Socket();
    private BufferedReader in = new BufferedReader(BufferedReader.nullReader());

    /// Closes the stream.
    void leaves() {
        close();
    }

    /// Opens the stream, or resumes it after the last version seen.
    StreamWatcher watch(Client client, String event) {
        try {
            socket.close();
            socket = new Socket();
            // A small receive buffer, so that the server notices a client that does not read.
            socket.setReceiveBufferSize(4_096);
            socket.connect(new java.net.InetSocketAddress(
                    client.address().getHost(), client.address().getPort()));
            socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
            socket.getOutputStream().write(("GET /v1/events/" + event
                    + "/seats/changes HTTP/1.1\r\nHost: shop\r\nAuthorization: Bearer "
                    + client.key() + "\r\n" + (version.isEmpty() ? ""
                            : "Last-Event-ID: " + version + "\r\n")
                    + headers(client.always()) + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            in = new BufferedReader(new InputStreamReader(
                    socket.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder head = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line =
                    in.readLine()) {
                head.append(line).append('\n');
            }
            assertThat(head.toString()).startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("content-type: text/event-stream");
            return this;
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private static String headers(List<String> namesAndValues) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < namesAndValues.size(); at += 2) {
            text.append(namesAndValues.get(at)).append(": ")
                    .append(namesAndValues.get(at + 1)).append("\r\n");
        }
        return text.toString();
    }

    /// Reads one message that is not empty.
    StreamWatcher next() {
        String event = "";
        String id = "";
        try {
            while (true) {
                String line = in.readLine();
                if (line == null) {
                    throw new AssertionError("the stream ended");
                } else if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    take(event, JSON.readTree(line.substring(6)));
                    version = id;
                    return this;
                }
            }
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private void take(String event, JsonNode data) {
        if (event.equals("resync")) {
            wholes++;
            seats.clear();
        } else {
            assertThat(event).isEqualTo("changes");
        }
        received = 0;
        for (JsonNode area : data.path("areas")) {
            for (Map.Entry<String, JsonNode> seat : area.path("seats").properties()) {
                seats.put(seat.getKey(), seat.getValue().asText());
                received++;
            }
        }
        for (JsonNode each : data.path("places")) {
            free.put(each.path("id").asText(), each.path("free").asLong());
        }
    }

    /// Reads until a seat has this state.
    StreamWatcher until(String seat, String state) {
        while (!state.equals(seats.get(seat))) {
            next();
        }
        return this;
    }

    /// Reads until an area has this many places left.
    StreamWatcher until(String area, long left) {
        while (free.getOrDefault(area, -1L) != left) {
            next();
        }
        return this;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            throw new AssertionError(gone);
        }
    }
}
