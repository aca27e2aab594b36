package holdfast.judge;

import java.util.List;

/// A promise that was provably broken, the reason, and the operations that prove it.
public record BrokenPromise(Promise promise, String why, List<Operation> operations) {
    public BrokenPromise {
        operations = List.copyOf(operations);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder()
                .append(promise.number()).append(" (").append(promise.words()).append("): ")
                .append(why);
        operations.forEach(each -> text.append("\n    ").append(each));
        return text.toString();
    }
}
