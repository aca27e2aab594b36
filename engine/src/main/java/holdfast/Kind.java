package holdfast;

/// The three kinds of inventory, in the order in which they are locked.
public enum Kind {
    CAPACITY("capacity"),
    SEATS("seats"),
    TIME("time");

    private final String word;

    Kind(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Kind of(String word) {
        for (Kind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new Invalid("kind", "must be capacity, seats or time");
    }
}
