package holdfast.server.access;

/// What comes of asking for a key.
public sealed interface KeyOutcome {
    /// A new key.
    ///
    /// @param secret the key itself, which nobody can be told a second time
    record Made(Key key, String secret) implements KeyOutcome {}

    /// The same request made this key before, and came in with another API key or session: the
    /// secret was in the first answer and cannot be drawn again.
    record MadeBefore(Key key) implements KeyOutcome {}

    /// It opens nothing any more, now or from its end on.
    record Ended(Key key) implements KeyOutcome {}

    record NoSuchKey(String id) implements KeyOutcome {}

    /// Without it nobody could change anything in the workspace.
    record LastKey(String id) implements KeyOutcome {}

    record TooManyKeys(int most) implements KeyOutcome {}

    /// The Idempotency-Key was used before, for another request.
    record AttemptReused(String key) implements KeyOutcome {}
}
