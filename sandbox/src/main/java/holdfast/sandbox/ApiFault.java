package holdfast.sandbox;

/// What can go wrong with a call of the API.
enum ApiFault {
    /// Executed after `millis`.
    DELAY,
    /// Not executed; the answer is the error of the settings, else that of a declined card.
    REFUSE,
    /// The connection is closed before anything was executed.
    LOSE_REQUEST,
    /// Executed; the connection is closed without an answer.
    LOSE_REPLY,
    /// Not executed; 500.
    ERROR_BEFORE,
    /// Executed; 500.
    ERROR_AFTER,
    /// Not executed; 429.
    RATE_LIMIT,
    /// Not executed, and not answered for `millis`.
    HANG,
    /// Executed, and not answered for `millis`.
    HANG_AFTER,
    /// A refund that succeeds and fails after `millis`.
    FAIL_LATER;

    static ApiFault of(OrderedBehaviour behaviour) {
        for (ApiFault fault : values()) {
            if (OrderedBehaviours.name(fault).equals(behaviour.fault())) {
                return fault;
            }
        }
        throw new IllegalStateException(behaviour.fault());
    }
}
