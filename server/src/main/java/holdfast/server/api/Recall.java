package holdfast.server.api;

import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.RecordedAnswer;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import java.util.Arrays;
import java.util.Optional;

/// The recorded answer of a request's idempotency key. It is looked up before the server refuses a
/// request by its own rules, so that a retry gets its first answer whatever has changed since.
final class Recall {
    private static final int LONG_ENOUGH = 16;
    private static final int SWITCHES = 4;
    private static final int LONG_PART = 12;
    private static final int PART_SWITCHES = 2;

    private Recall() {}

    /// The hold as it was then; a recorded refusal is thrown again.
    static Optional<Hold> of(HoldfastReads engine, Request request) {
        return recorded(engine, request).map(recorded -> switch (recorded) {
            case RecordedAnswer.Done done -> done.hold();
            case RecordedAnswer.Refused refused -> throw Outcomes.problem(refused.refusal());
        });
    }

    static Optional<RecordedAnswer> recorded(HoldfastReads engine, Request request) {
        return request.key()
                .flatMap(key -> engine.recall(request.workspace(), key, request.fingerprint()));
    }

    /// For callers that need a token the key is a secret too: a caller who knows another customer's
    /// key could request that customer's answer. So a guessable key works for one request only.
    static Problem guessable(String key) {
        return new Problem(422, "keyReused", "The key was used before",
                "This Idempotency-Key can be guessed, so its answer is not repeated. Send a "
                        + "random key, such as a UUID. Nothing was changed.",
                json -> json.put("key", key));
    }

    /// Whether a key is guessable: it is short, or it does not alternate between lower case, upper
    /// case and digits as a random key does. A random part without separators may be shorter, as an
    /// id of ours at the end of a key.
    static boolean isGuessable(String key) {
        boolean part = Arrays.stream(key.split("[^A-Za-z0-9]", -1))
                .anyMatch(each -> random(each, LONG_PART, PART_SWITCHES));
        return !part && !random(key, LONG_ENOUGH, SWITCHES);
    }

    private static boolean random(String text, int least, int leastSwitches) {
        int count = 0;
        int switches = 0;
        int last = 0;
        for (int at = 0; at < text.length(); at++) {
            int kind = kind(text.charAt(at));
            if (kind == 0) {
                continue;
            }
            count++;
            switches += last != 0 && last != kind ? 1 : 0;
            last = kind;
        }
        return count >= least && switches >= leastSwitches;
    }

    private static int kind(char c) {
        if (c >= 'a' && c <= 'z') {
            return 1;
        }
        if (c >= 'A' && c <= 'Z') {
            return 2;
        }
        return c >= '0' && c <= '9' ? 3 : 0;
    }
}
