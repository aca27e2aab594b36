package holdfast;

/// Invalid input: thrown by the constructors of requests, before anything is decided. It names the
/// field to correct.
public final class Invalid extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final String field;
    private final String complaint;

    public Invalid(String field, String complaint) {
        super(field + " " + complaint);
        this.field = field;
        this.complaint = complaint;
    }

    /// What is wrong, without the field's name.
    public String complaint() {
        return complaint;
    }

    public String field() {
        return field;
    }
}
