package holdfast.judge;

import holdfast.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Finds operations of a workspace that share an idempotency key. An answer under a key may repeat
/// an earlier one, so it may describe any moment since the key's first use.
final class KeyUse {
    private final Map<String, List<Operation>> byKey = new HashMap<>();

    KeyUse(List<Operation> operations) {
        for (Operation each : operations) {
            each.key().ifPresent(
                    key -> byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(each));
        }
    }

    Map<String, List<Operation>> all() {
        return byKey;
    }

    /// The earliest moment that this operation's answer may describe.
    long since(Operation operation) {
        return sharing(operation).findFirst().orElse(operation).invoked().nanos();
    }

    /// All uses of the same request under the same key; empty without a key.
    private Stream<Operation> sharing(Operation operation) {
        return operation.key().stream()
                .flatMap(key -> byKey.getOrDefault(key, List.of()).stream())
                .filter(each -> each.call().equals(operation.call()));
    }

    /// Whether no client ever learned its outcome.
    boolean unresolved(Operation operation) {
        return operation.silent() && sharing(operation).allMatch(each -> each.silent()
                || each.answer() instanceof Refusal.Overloaded);
    }

    /// Whether a retry gets the same answer. A request that was not processed has none.
    static boolean definite(Operation operation) {
        return !operation.silent() && !(operation.answer() instanceof Refusal.Overloaded)
                && !(operation.answer() instanceof InvalidAnswer);
    }
}
