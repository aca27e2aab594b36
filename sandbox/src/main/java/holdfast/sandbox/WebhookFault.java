package holdfast.sandbox;

/// What can go wrong with a webhook.
enum WebhookFault {
    /// Never sent.
    DROP,
    /// Sent `copies` times more.
    REPEAT,
    /// Sent after `millis`.
    DELAY,
    /// Kept until a control releases it.
    HOLD,
    /// As many as `times` says are kept, then sent in reverse.
    REORDER,
    /// Signed with another secret.
    BAD_SIGNATURE,
    /// Signed for a time ten minutes ago.
    STALE_SIGNATURE,
    /// Sent without a signature.
    UNSIGNED,
    /// Names another account.
    OTHER_ACCOUNT,
    /// Says that it is about real money.
    LIVE_MODE;

    static WebhookFault of(OrderedBehaviour behaviour) {
        for (WebhookFault fault : values()) {
            if (OrderedBehaviours.name(fault).equals(behaviour.fault())) {
                return fault;
            }
        }
        throw new IllegalStateException(behaviour.fault());
    }
}
