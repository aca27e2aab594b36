package holdfast.server.settings;

import java.util.List;

/// The settings cannot be used. The message has a line for each error, with the setting's name.
public final class InvalidSettingsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final transient List<String> mistakes;

    InvalidSettingsException(List<String> mistakes) {
        super((mistakes.size() == 1 ? "One setting is" : mistakes.size() + " settings are")
                + " not right; ./holdfast settings shows them all.\n  "
                + String.join("\n  ", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    public List<String> mistakes() {
        return mistakes;
    }
}
