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

    static Problem limitReached(int most, String what) {
        return new Problem(409, "limitReached", "The limit is reached",
                "A workspace has at most " + most + " " + what + ".",
                json -> json.put("most", most));
    }
}
