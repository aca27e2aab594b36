package holdfast.server.payment;

/// A provider's answer to a request.
public sealed interface Answer<T> {

    record Done<T>(T value) implements Answer<T> {}

    /// The provider has not done it and will not.
    record Refused<T>(String why) implements Answer<T> {}

    /// No answer, or one that does not say whether it was done: it may have been.
    record Unknown<T>(String why) implements Answer<T> {}

    static <T> Answer<T> done(T value) {
        return new Done<>(value);
    }

    /// The same answer about something else, where it is not done.
    @SuppressWarnings("unchecked")
    static <T> Answer<T> notDone(Answer<?> answer) {
        if (answer instanceof Done<?>) {
            throw new IllegalArgumentException("it is done: " + answer);
        }
        return (Answer<T>) answer;
    }
}
