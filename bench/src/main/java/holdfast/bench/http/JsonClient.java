package holdfast.bench.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One client with one connection, which sends one request after the other.
public final class JsonClient implements AutoCloseable {
    private final HttpRequests requests;
    private final HttpConnection line;

    public JsonClient(InetSocketAddress server, String key) {
        this.requests = new HttpRequests(key);
        try {
            this.line = HttpConnection.to(server);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// An answer.
    public record Answer(int status, String body) {

        /// The first field of this name.
        public String text(String field) {
            Matcher found = Pattern.compile("\"" + field + "\":\\s*\"([^\"]*)\"").matcher(body);
            if (!found.find()) {
                throw new IllegalStateException("no " + field + " in " + status + " " + body);
            }
            return found.group(1);
        }

        /// All fields of this name.
        public List<String> texts(String field) {
            return Pattern.compile("\"" + field + "\":\\s*\"([^\"]*)\"").matcher(body).results()
                    .map(found -> found.group(1)).toList();
        }

        /// The same if its status is below 300.
        public Answer good() {
            if (status >= 300) {
                throw new IllegalStateException(status + " " + body);
            }
            return this;
        }
    }

    public Answer post(String path, String json) {
        return ask(requests.post(path, json));
    }

    public Answer put(String path, String json) {
        return ask(requests.put(path, json));
    }

    public Answer get(String path) {
        return ask(requests.get(path, ""));
    }

    private Answer ask(byte[] request) {
        try {
            HttpConnection answered = line.ask(request);
            return new Answer(answered.status(), answered.body());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        line.close();
    }
}
