package holdfast.judge;

import holdfast.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Which operations of a workspace share a key. An answer under a key may be the memory of an
/// earlier one, so it is about some moment since the key was first used.
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

    /// Since when what this operation was told may have been so.
    long since(Operation operation) {
        return sharing(operation).findFirst().orElse(operation).invoked().nanos();
    }

    /// The same request under the same key, each time it was asked; nothing where there is no key.
    private Stream<Operation> sharing(Operation operation) {
        return operation.key().stream()
                .flatMap(key -> byKey.getOrDefault(key, List.of()).stream())
                .filter(each -> each.call().equals(operation.call()));
    }

    /// Whether nobody ever learned what became of it.
    boolean unresolved(Operation operation) {
        return operation.silent() && sharing(operation).allMatch(each -> each.silent()
                || each.answer() instanceof Refusal.Overloaded);
    }

    /// An answer that will be given again. Where nothing was looked at there is none.
    static boolean definite(Operation operation) {
        return !operation.silent() && !(operation.answer() instanceof Refusal.Overloaded)
                && !(operation.answer() instanceof InvalidAnswer);
    }
}
