package holdfast.judge;

/// The request was rejected as invalid because of this field; nothing was decided.
public record InvalidAnswer(String field) {}
