package holdfast.server.auth;

/// What comes of asking for a key.
public sealed interface ApiKeyOutcome {
    /// A new key.
    ///
    /// @param secret the key itself, which nobody can be told a second time
    record Made(ApiKey key, String secret) implements ApiKeyOutcome {}

    /// The same request made this key before, and came in with another API key or session: the
    /// secret was in the first answer and cannot be drawn again.
    record MadeBefore(ApiKey key) implements ApiKeyOutcome {}

    /// It opens nothing any more, now or from its end on.
    record Ended(ApiKey key) implements ApiKeyOutcome {}

    record NoSuchKey(String id) implements ApiKeyOutcome {}

    /// Without it nobody could change anything in the workspace.
    record LastKey(String id) implements ApiKeyOutcome {}

    record TooManyKeys(int most) implements ApiKeyOutcome {}

    /// The Idempotency-Key was used before, for another request.
    record AttemptReused(String key) implements ApiKeyOutcome {}
}
