package holdfast;

/// What is recorded for an idempotency key: the answer that a request with this key got. A verb
/// with this key repeats it by itself; a caller with rules of its own reads it before it refuses a
/// request.
public sealed interface RecordedAnswer {

    /// It was done, and this is the hold, booking or block as it was then.
    ///
    /// @param before whether an earlier request had done it already
    record Done(Hold hold, boolean before) implements RecordedAnswer {}

    /// It was refused; or the key stands for another request, which is {@link Refusal.KeyReused}.
    record Refused(Refusal refusal) implements RecordedAnswer {}
}
