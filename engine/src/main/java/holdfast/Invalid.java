package holdfast;

/// A word that cannot be understood: thrown by the constructors of requests, before anything is
/// decided. It names the field, so that a person can mend it.
public final class Invalid extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final String field;

    public Invalid(String field, String complaint) {
        super(field + " " + complaint);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
