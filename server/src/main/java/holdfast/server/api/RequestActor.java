package holdfast.server.api;

import holdfast.server.auth.ApiKeys;
import holdfast.server.auth.Credentials;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import java.util.Optional;

/// What the routes of keys and staff know of the caller, beyond the permission.
final class RequestActor {
    private RequestActor() {}

    static Optional<Credentials> bearer(Request request, boolean secure) {
        return Credentials.of(request.header("Authorization"), request.header("Cookie"), secure);
    }

    static ApiKeys.Requester requester(Request request, boolean secure) {
        String secret = bearer(request, secure).map(Credentials::secret)
                .orElseThrow(() -> new IllegalStateException("this route requires a key or a "
                        + "session"));
        return new ApiKeys.Requester(request.workspace(), request.who().name(), secret,
                request.key());
    }

    /// The same request with the same key, from an API key or session that did not make it.
    static Problem toldOnce(String id) {
        return new Problem(409, "toldOnce", "It exists already, and its secret was shown only once",
                "The first answer to this Idempotency-Key had the secret; only the API key or "
                        + "session that sent that request can read it again. Create another one.",
                json -> json.put("id", id));
    }

    static Problem limitReached(int most, String what) {
        return new Problem(409, "limitReached", "The limit is reached",
                "A workspace has at most " + most + " " + what + ".",
                json -> json.put("most", most));
    }
}
