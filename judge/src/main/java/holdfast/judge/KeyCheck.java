package holdfast.judge;

import holdfast.BlockOutcome.Blocked;
import holdfast.ExchangeOutcome.Exchanged;
import holdfast.ExtendOutcome.Extended;
import holdfast.HoldOutcome.Granted;
import holdfast.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Checks idempotency keys: the same request under the same key has one effect and one answer.
/// Another request under that key has no effect. A retry of an unanswered request gets an answer.
final class KeyCheck implements Check {

    @Override
    public void weigh(Evidence evidence, BrokenPromises findings) {
        evidence.keys().all().forEach((key, sharing) -> {
            Map<RecordedCall, List<Operation>> byRequest = new LinkedHashMap<>();
            sharing.forEach(each -> byRequest
                    .computeIfAbsent(each.call(), _ -> new ArrayList<>()).add(each));
            byRequest.values().forEach(same -> sameAnswer(key, same, findings));
            owner(key, byRequest, findings);
        });
        evidence.operations().stream()
                .filter(Operation::silent).forEach(each -> silent(each, evidence, findings));
    }

    private static void sameAnswer(String key, List<Operation> same, BrokenPromises findings) {
        List<Operation> definite = same.stream().filter(KeyUse::definite).toList();
        List<Operation> first = definite.stream().filter(KeyCheck::did).toList();
        if (definite.size() > 1) {
            findings.weighed(Promise.SAME_ANSWER);
        }
        if (first.size() > 1) {
            findings.add(Promise.SAME_ANSWER, "the key " + key + " had an effect "
                    + first.size() + " times", first);
        }
        for (Operation each : definite) {
            Operation other = definite.getFirst();
            if (!remembered(each.answer()).equals(remembered(other.answer()))) {
                findings.add(Promise.SAME_ANSWER,
                        "the key " + key + " got two answers", other, each);
            }
        }
    }

    /// Whether the answer says that this call caused the effect, and not an earlier one.
    private static boolean did(Operation operation) {
        return switch (operation.answer()) {
            case Granted granted -> !granted.again();
            case Extended extended -> !extended.again();
            case Exchanged exchanged -> !exchanged.again();
            case Blocked blocked -> !blocked.again();
            default -> false;
        };
    }

    /// The answer without its flag for a repetition.
    private static Object remembered(Object answer) {
        return switch (answer) {
            case Granted granted -> new Granted(granted.hold(), false);
            case Extended extended -> new Extended(extended.hold(), false);
            case Exchanged exchanged -> new Exchanged(exchanged.hold(), false);
            case Blocked blocked -> new Blocked(blocked.block(), false);
            default -> answer;
        };
    }

    private static void owner(
            String key, Map<RecordedCall, List<Operation>> byRequest, BrokenPromises findings) {
        List<Operation> owners = new ArrayList<>();
        for (List<Operation> same : byRequest.values()) {
            same.stream().filter(each -> KeyUse.definite(each)
                    && !(each.answer() instanceof Refusal.KeyReused))
                    .findFirst().ifPresent(owners::add);
        }
        if (byRequest.size() > 1) {
            findings.weighed(Promise.SAME_ANSWER);
        }
        if (owners.size() > 1) {
            findings.add(Promise.SAME_ANSWER,
                    "the key " + key + " was answered for different requests", owners);
        }
        byRequest.forEach((call, same) -> same.stream()
                .filter(each -> each.answer() instanceof Refusal.KeyReused)
                .filter(each -> byRequest.entrySet().stream().noneMatch(
                        other -> !other.getKey().equals(call) && other.getValue().stream()
                                .anyMatch(o -> o.invoked().nanos() <= each.answered().nanos())))
                .forEach(each -> findings.add(Promise.HONEST,
                        "the key " + key + " was not used for anything else before", each)));
    }

    private static void silent(Operation operation, Evidence evidence, BrokenPromises findings) {
        if (operation.answer() instanceof NoAnswer silence && silence.bug()) {
            findings.add(Promise.NO_NEIGHBOURS,
                    "an exception that no caller has to expect: " + silence.why(), operation);
        }
        if (operation.key().isEmpty() || !closed(evidence)) {
            return;
        }
        findings.weighed(Promise.RESOLVABLE);
        if (evidence.keys().unresolved(operation)) {
            findings.add(Promise.RESOLVABLE, "asking again with the key gave no answer", operation);
        }
    }

    private static boolean closed(Evidence evidence) {
        return evidence.operations().stream()
                .anyMatch(each -> each.client().equals(FinalReads.CLIENT));
    }
}
