package holdfast.server.booking;

/// The idempotency key of a request, and a fingerprint of the request as it was sent.
public record IdempotencyKey(String key, String fingerprint) {}
