package holdfast.judge;

/// The request could not be understood, because of this field: nothing was decided.
public record InvalidAnswer(String field) {}
