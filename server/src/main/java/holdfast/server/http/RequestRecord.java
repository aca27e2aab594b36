package holdfast.server.http;

import holdfast.server.auth.Principal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The result of a request, as far as it got. It has no text from the client, so it may go into
/// logs and labels as it is.
public final class RequestRecord {
    private static final String NONE = "-";

    private final String id;
    private @Nullable Route route;
    private Principal who = Principal.ANONYMOUS;
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

    /// The route's path pattern, such as `/v1/holds/{id}`; a dash if the path matches no route or
    /// was not looked up.
    public String path() {
        return route == null ? NONE : route.path();
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
