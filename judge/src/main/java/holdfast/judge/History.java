package holdfast.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All operations of all clients, in the order of their requests.
public record History(List<Operation> operations) {
    public History {
        operations = operations.stream()
                .sorted(Comparator.comparingLong((Operation each) -> each.invoked().nanos())
                        .thenComparingLong(Operation::number))
                .toList();
    }

    /// The history in the notation that {@link #read} parses.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Operation operation : operations) {
            lines.add(Notation.asked(operation));
            lines.add(Notation.heard(operation));
        }
        return lines;
    }

    /// Parses the lines that a {@link Recorder} gave to its sink. An operation without an answer
    /// line is silent; other lines are skipped. Leave out a line that was cut off when its process
    /// died: the client never got that answer.
    public static History read(Iterable<String> lines) {
        Map<Long, Operation> operations = new HashMap<>();
        for (String line : lines) {
            NotationReader reader = new NotationReader(line);
            String mark = reader.word();
            if (mark.equals("?")) {
                Operation asked = asked(reader);
                operations.put(asked.number(), asked);
            } else if (mark.equals("!")) {
                long number = Long.parseLong(reader.word());
                Moment answered = reader.moment();
                Object answer = reader.value();
                operations.computeIfPresent(number, (_, asked) -> new Operation(
                        number, asked.client(), asked.call(), asked.invoked(), answered, answer));
            }
        }
        return new History(new ArrayList<>(operations.values()));
    }

    private static Operation asked(NotationReader reader) {
        long number = Long.parseLong(reader.word());
        String client = reader.word();
        Moment invoked = reader.moment();
        RecordedCall call = (RecordedCall) reader.value();
        return new Operation(
                number, client, call, invoked, invoked, new NoAnswer("no answer", false));
    }

    /// Merges another history, of other clients on the same machine or of another time. The other
    /// one's operations are renumbered after these.
    public History and(History other) {
        long last = operations.stream().mapToLong(Operation::number).max().orElse(0);
        List<Operation> all = new ArrayList<>(operations);
        for (Operation each : other.operations) {
            all.add(new Operation(each.number() + last, each.client(), each.call(), each.invoked(),
                    each.answered(), each.answer()));
        }
        return new History(all);
    }
}
