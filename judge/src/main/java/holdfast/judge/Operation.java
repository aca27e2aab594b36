package holdfast.judge;

import java.util.Optional;

/// One call of one client and its result. `answer` is what the method returned, or a {@link
/// NoAnswer}. Methods whose return value says nothing are not recorded.
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

    /// One line for people.
    @Override
    public String toString() {
        return "#" + number + " " + client + " [" + invoked.nanos() + " " + invoked.clock() + " … "
                + answered.nanos() + "] " + call + " -> " + answer;
    }
}
