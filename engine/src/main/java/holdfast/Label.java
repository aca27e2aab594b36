package holdfast;

import java.util.Optional;

/// What the caller puts on a request. The key makes it one request however often it is asked; the
/// note is kept and given back, and means nothing to the engine.
///
/// A note is no part of what a key stands for: a caller may stamp it with what changes between two
/// tries, the price of the day say, and the second try still gets the first one's answer, with the
/// first one's note.
public record Label(Optional<String> key, Optional<String> note) {
    public static final Label NONE = new Label(Optional.empty(), Optional.empty());

    public Label {
        key.ifPresent(word -> Words.text("key", word, 255));
        note.ifPresent(Words::note);
    }

    public Label key(String word) {
        return new Label(Optional.of(word), note);
    }

    public Label note(String text) {
        return new Label(key, Optional.of(text));
    }
}
