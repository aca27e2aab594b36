package holdfast.server.http;

import holdfast.server.auth.Principal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What became of a request, as far as it got. Nothing here is a client's word, so that it may go
/// into logs and labels as it is.
public final class RequestRecord {
    private static final String NONE = "-";

    private final String id;
    private @Nullable Route route;
    private Principal who = Principal.NOBODY;
    private int status = 500;
    private boolean stream;
    private Duration took = Duration.ZERO;

    RequestRecord(String id) {
        this.id = id;
    }

    void found(Route known) {
        this.route = known;
    }

    void entered(Principal known) {
        this.who = known;
    }

    void answered(Response answer) {
        status = answer.status();
        stream = answer.body() instanceof Response.Stream;
    }

    RequestRecord after(long nanos) {
        took = Duration.ofNanos(nanos);
        return this;
    }

    public String id() {
        return id;
    }

    /// The route's method, or a dash.
    public String method() {
        return route == null ? NONE : route.method();
    }

    /// The route's path as it is written down, as in `/v1/holds/{id}`; a dash when the request's
    /// path leads nowhere, or nobody looked.
    public String path() {
        return route == null ? NONE : route.path();
    }

    public Principal who() {
        return who;
    }

    /// 500 when not even an answer could be sent.
    public int status() {
        return status;
    }

    /// Whether the answer was written while it was made, which may take as long as a reader stays.
    public boolean stream() {
        return stream;
    }

    public Duration took() {
        return took;
    }
}
