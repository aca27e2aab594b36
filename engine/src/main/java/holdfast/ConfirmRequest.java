package holdfast;

import java.util.Optional;

/// Make this hold a booking, with a note of the caller's. Asking again is harmless and does not
/// change the note.
public record ConfirmRequest(String workspace, String hold, Optional<String> note) {
    public ConfirmRequest {
        Words.id("workspace", workspace);
        Words.id("hold", hold);
        note.ifPresent(Words::note);
    }

    public ConfirmRequest(String workspace, String hold) {
        this(workspace, hold, Optional.empty());
    }
}
