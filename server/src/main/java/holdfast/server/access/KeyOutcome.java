package holdfast.server.access;

/// What comes of asking for a key.
public sealed interface KeyOutcome {
    /// A new key.
    ///
    /// @param secret the key itself, which nobody can be told a second time
    record Made(Key key, String secret) implements KeyOutcome {}

    /// It opens nothing any more, now or from its end on.
    record Ended(Key key) implements KeyOutcome {}

    record NoSuchKey(String id) implements KeyOutcome {}

    /// Without it nobody could change anything in the workspace.
    record LastKey(String id) implements KeyOutcome {}

    record TooManyKeys(int most) implements KeyOutcome {}

    /// The Idempotency-Key was used before, for something else or by somebody else.
    record AttemptReused(String key) implements KeyOutcome {}
}
