package holdfast.testkit.model;

/// The request could not be understood, because of this field: nothing was decided.
public record Misunderstood(String field) {}
