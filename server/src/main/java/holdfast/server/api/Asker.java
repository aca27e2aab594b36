package holdfast.server.api;

import holdfast.server.access.Bearer;
import holdfast.server.access.Keys;
import holdfast.server.http.Call;
import holdfast.server.http.Problem;
import java.util.Optional;

/// What the routes about keys and people know of whoever asks, beyond what they may.
final class Asker {
    private Asker() {}

    static Optional<Bearer> bearer(Call call, boolean secure) {
        return Bearer.of(call.header("Authorization"), call.header("Cookie"), secure);
    }

    static Keys.Asking asking(Call call, boolean secure) {
        String secret = bearer(call, secure).map(Bearer::secret)
                .orElseThrow(() -> new IllegalStateException("nobody comes in without one"));
        return new Keys.Asking(call.workspace(), call.who().name(), secret, call.key());
    }

    /// The same request with the same key, from an API key or session that did not make it.
    static Problem toldOnce(String id) {
        return new Problem(409, "toldOnce", "It was made before, and its secret was told once",
                "The first answer to this Idempotency-Key had the secret; only the API key or "
                        + "session that asked then can be told it again. Make another one.",
                json -> json.put("id", id));
    }

    static Problem limitReached(int most, String what) {
        return new Problem(409, "limitReached", "The limit is reached",
                "A workspace has at most " + most + " " + what + ".",
                json -> json.put("most", most));
    }
}
