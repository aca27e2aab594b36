package holdfast.server.booking;

/// The key that a client sent with a request, and a fingerprint of the request as it was sent.
public record IdempotencyKey(String key, String fingerprint) {}
