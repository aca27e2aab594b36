package holdfast;

/// The verbs: why a line stands in the journal.
public enum Verb {
    OFFER,
    WITHDRAW,
    BLOCK,
    UNBLOCK,
    HOLD,
    EXTEND,
    EXCHANGE,
    CONFIRM,
    CANCEL,
    EXPIRE
}
