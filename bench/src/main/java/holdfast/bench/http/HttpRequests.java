package holdfast.bench.http;

import java.nio.charset.StandardCharsets;

/// Builds requests as bytes, with one API key.
record HttpRequests(String key) {

    byte[] post(String path, String json) {
        return send("POST", path, json);
    }

    byte[] put(String path, String json) {
        return send("PUT", path, json);
    }

    private byte[] send(String method, String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        byte[] head = (head(method, path) + "Content-Type: application/json\r\nContent-Length: "
                + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    /// @param more whole header lines, each with its end
    byte[] get(String path, String more) {
        return (head("GET", path) + more + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private String head(String method, String path) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + key + "\r\n";
    }

    byte[] hold(String item) {
        return post("/v1/holds", items(item));
    }

    /// The body of a request for a hold of one item.
    static String items(String item) {
        return "{\"items\":[" + item + "]}";
    }
}
