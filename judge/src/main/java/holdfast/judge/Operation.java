package holdfast.judge;

import java.util.Optional;

/// One call of one client and what came of it. `answer` is what the method returned, or a
/// {@link NoAnswer}; a method that returns nothing to think about has no operation.
public record Operation(
        long number, String client, RecordedCall call, Moment invoked, Moment answered,
        Object answer) {

    public boolean silent() {
        return answer instanceof NoAnswer;
    }

    public String workspace() {
        return call.workspace();
    }

    public Optional<String> key() {
        return call.key();
    }

    /// One line for a person.
    @Override
    public String toString() {
        return "#" + number + " " + client + " [" + invoked.nanos() + " " + invoked.clock() + " … "
                + answered.nanos() + "] " + call + " -> " + answer;
    }
}
