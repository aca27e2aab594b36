package holdfast;

/// A word that cannot be understood: thrown by the constructors of requests, before anything is
/// decided. It names the field, so that a person can mend it.
public final class Invalid extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final String field;
    private final String complaint;

    public Invalid(String field, String complaint) {
        super(field + " " + complaint);
        this.field = field;
        this.complaint = complaint;
    }

    /// What is wrong with it, without its name.
    public String complaint() {
        return complaint;
    }

    public String field() {
        return field;
    }
}
