package holdfast.server.http;

import holdfast.server.auth.Principal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The result of a request, as far as it got. It has no text from the client but a checked id, so
/// it may go into logs as it is.
public final class RequestRecord {
    private static final String NONE = "-";

    private final String id;
    private @Nullable Route route;
    private Principal who = Principal.ANONYMOUS;
    private int status = 500;
    private boolean stream;
    private Duration took = Duration.ZERO;

    private String address = NONE;
    private @Nullable Throwable error;

    RequestRecord(String id) {
        this.id = id;
    }

    void found(Route known) {
        this.route = known;
    }

    void entered(Principal known, String client) {
        this.who = known;
        this.address = client;
    }

    void failed(Throwable reason) {
        this.error = reason;
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

    /// The route's path pattern, such as `/v1/holds/{id}`; a dash if the path matches no route or
    /// was not looked up.
    public String path() {
        return route == null ? NONE : route.path();
    }

    /// The client's address, behind any trusted proxy; a dash if it was not authenticated.
    public String address() {
        return address;
    }

    /// The error, no mere exception, that ended the request.
    public Optional<Throwable> error() {
        return Optional.ofNullable(error);
    }

    public Principal who() {
        return who;
    }

    /// 500 if no answer could be sent.
    public int status() {
        return status;
    }

    /// Whether the answer was a stream, which may last as long as the client reads.
    public boolean stream() {
        return stream;
    }

    public Duration took() {
        return took;
    }
}
