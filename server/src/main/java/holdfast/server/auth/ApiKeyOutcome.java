package holdfast.server.auth;

/// The outcome of a change of API keys.
public sealed interface ApiKeyOutcome {
    /// A new key.
    ///
    /// @param secret the key itself, which can be returned only in this answer
    record Made(ApiKey key, String secret) implements ApiKeyOutcome {}

    /// The same request made this key before, sent with another API key or session: the secret was
    /// in the first answer and cannot be derived again.
    record MadeBefore(ApiKey key) implements ApiKeyOutcome {}

    /// The key is no longer valid, now or from its end on.
    record Ended(ApiKey key) implements ApiKeyOutcome {}

    record NoSuchKey(String id) implements ApiKeyOutcome {}

    /// The last secret key: without it the workspace could not be changed any more.
    record LastKey(String id) implements ApiKeyOutcome {}

    record TooManyKeys(int most) implements ApiKeyOutcome {}

    /// The Idempotency-Key was used before, for another request.
    record AttemptReused(String key) implements ApiKeyOutcome {}
}
